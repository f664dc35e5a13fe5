package io.molt.cli.simulate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A day of rounds, in the format of MetaClaw-Bench's {@code questions.json}.
 *
 * @param id of the day
 * @param rounds in order; never empty
 */
record QuestionsFile(String id, List<Round> rounds) {

    private static final ObjectMapper JSON = new ObjectMapper();

    QuestionsFile {
        rounds = List.copyOf(rounds);
        if (rounds.isEmpty()) {
            throw new IllegalArgumentException("questions file " + id + " has no rounds");
        }
    }

    /**
     * Reads one file.
     *
     * @throws IllegalArgumentException if it is not in the format; names the file and the round
     */
    static QuestionsFile read(Path file) throws IOException {
        return parse(file.toString(), Files.readString(file));
    }

    static QuestionsFile parse(String name, String json) {
        JsonNode root;
        try {
            root = JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(name + " is no JSON: " + e.getOriginalMessage(), e);
        }
        if (root == null || !root.path("rounds").isArray()) {
            throw new IllegalArgumentException(name + " has no list of rounds");
        }
        List<Round> rounds = new ArrayList<>();
        for (JsonNode node : root.path("rounds")) {
            rounds.add(round(name + ", round " + (rounds.size() + 1), node));
        }
        return new QuestionsFile(root.path("id").asText(name), rounds);
    }

    private static Round round(String where, JsonNode node) {
        JsonNode feedback = node.path("feedback");
        Set<String> answer = new TreeSet<>();
        node.path("eval").path("answer").forEach(letter -> answer.add(letter.asText()));
        boolean choice = feedback.path("options").isObject();
        String whenWrong = choice
                ? feedback.path("options").properties().stream()
                        .filter(option -> !answer.contains(option.getKey()))
                        .map(option -> option.getValue().asText())
                        .collect(Collectors.joining(" "))
                : text(where, feedback, "incorrect");
        return new Round(
                text(where, node, "id"),
                text(where, node, "question"),
                text(where, feedback, "correct"),
                whenWrong.isBlank() ? "That is not correct." : whenWrong,
                choice ? new Checker.Choice(answer) : new Checker.Unavailable());
    }

    private static String text(String where, JsonNode node, String field) {
        String text = node.path(field).asText("");
        if (text.isBlank()) {
            throw new IllegalArgumentException(where + " has no " + field);
        }
        return text;
    }
}
