package io.molt.cli.simulate;

import static java.util.Objects.requireNonNull;

/**
 * One question of a simulated user, with what that user says to a right and to a wrong answer.
 *
 * @param id within its file
 * @param question the user's words
 * @param whenRight feedback to a right answer
 * @param whenWrong feedback to a wrong one; of a choice, what is said of its wrong options
 * @param checker who can tell right from wrong
 */
record Round(String id, String question, String whenRight, String whenWrong, Checker checker) {

    Round {
        requireNonNull(id, "id");
        requireNonNull(question, "question");
        requireNonNull(whenRight, "whenRight");
        requireNonNull(whenWrong, "whenWrong");
        requireNonNull(checker, "checker");
    }
}
