package io.molt.operators.judge;

import static org.assertj.core.api.Assertions.assertThat;

import io.molt.policy.office.Office;
import io.molt.policy.office.RequestType;
import io.molt.policy.office.Split;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.Vote;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RulesJudgeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thanks, perfect.",
                "great, thank you!",
                "Yes, that's right.",
                "Correct! A and E are valid. Option B is incorrect because it has no offset.",
                "The build report file is correctly named.",
                "New document naming follows P2 convention correctly.",
                "Task T-405 has been added with correctly formatted timestamps.",
                "Not bad, thanks! No problems so far."
            })
    void praise_counts_for_the_turn(String words) {
        assertThat(user(words).score()).isEqualTo(1);
        assertThat(user(words).hint()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "No, that is not what I wanted. Use four digits. | Use four digits.",
                "Write times like 14:05. That is wrong. | Write times like 14:05.",
                "That is wrong. Please write the date first. | Please write the date first.",
                "Please write the date first next time, it must sort. | Please write the date first next time, it must sort.",
                "Please add the offset, it is required. | Please add the offset, it is required.",
                "Great, but please use a dash instead. | Great, but please use a dash instead.",
                "Thanks. But the name should start with the date. | But the name should start with the date.",
                "There's an issue with the time. All times must have an offset. | All times must have an offset.",
                "B is incorrect: missing the T separator between date and time. | missing the T separator between date and time.",
                "The CSV file requires: a first-line comment. | The CSV file requires: a first-line comment."
            })
    void a_correction_counts_against_the_turn_and_its_instructions_are_the_hint(String words, String hint) {
        Vote vote = user(words);

        assertThat(vote.score()).isEqualTo(-1);
        assertThat(vote.hint()).isEqualTo(hint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Now write the report for April.",
                "Can you archive the memo? It should be gone by Monday.",
                "Please write a log parsing utility script. It should read a file and must return a dictionary.",
                "Several documents need to be generated today. Which of the following names are valid? A. Always.",
                "Write the report for May and save it to day05/report.md. It must have a title.",
                "When modifying a file, how do the rules work together? A. Never back up. B. That is wrong.",
                "I need a script that reads logs. It should be fast.",
                "Please save the totals to totals.json. The file should have one line.",
                "Based on the notes, please create a document. Do not modify the old one, it must stay.",
                "In which cases, that is, which of the following is incorrect? A. Times must have an offset. B. No.",
                "What should I call the file?",
                "ok"
            })
    void a_new_request_says_nothing_about_the_last_reply(String words) {
        assertThat(user(words).score()).isZero();
    }

    @Test
    void the_same_question_again_counts_against_the_turn() {
        Vote vote = new RulesJudge(false)
                .vote(input("status of the big ticket please?", "Status of the big ticket, please"));

        assertThat(vote.score()).isEqualTo(-1);
        assertThat(vote.text()).isEqualTo("asked again");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Traceback (most recent call last): File x | -1",
                "exit code: 2 | -1",
                "bash: foo: command not found | -1",
                "ValueError: bad digit | -1",
                "exit code: 0 | 0",
                "a.txt b.txt | 0"
            })
    void a_tool_that_fails_counts_against_the_turn_that_called_it(String output, int score) {
        JudgeInput input = new JudgeInput("", "run it", "running", NextStateKind.TOOL_RESULT, output);

        assertThat(new RulesJudge(false).vote(input).score()).isEqualTo(score);
    }

    @Test
    void strict_rules_hear_explicit_words_only() {
        RulesJudge strict = new RulesJudge(true);

        assertThat(strict.vote(input("q", "The name should start with the date."))
                        .score())
                .isZero();
        assertThat(strict.vote(input("q", "That is wrong.")).score()).isEqualTo(-1);
        assertThat(strict.vote(input("q", "Thank you!")).score()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(RequestType.class)
    void every_wording_of_the_office_is_understood_and_the_hint_is_the_users_rule(RequestType type) {
        SplittableRandom random = new SplittableRandom(type.name().hashCode());
        for (Split split : Split.values()) {
            for (int convention = 0; convention < RequestType.CONVENTIONS; convention++) {
                for (int i = 0; i < 40; i++) {
                    String question = Office.request(type, split, random).question();
                    Vote corrected = new RulesJudge(false)
                            .vote(input(question, Office.correction(type, convention, split, random)));
                    Vote thanked = new RulesJudge(false).vote(input(question, Office.thanks(split, random)));

                    assertThat(corrected.score()).isEqualTo(-1);
                    assertThat(Office.rules(type, convention, split)).contains(corrected.hint());
                    assertThat(thanked.score()).isEqualTo(1);
                }
            }
        }
    }

    private static Vote user(String words) {
        return new RulesJudge(false).vote(input("Please note the call.", words));
    }

    private static JudgeInput input(String question, String words) {
        return new JudgeInput("", question, "done", NextStateKind.USER_REPLY, words);
    }
}
