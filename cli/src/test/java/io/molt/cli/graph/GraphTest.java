package io.molt.cli.graph;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.molt.cli.graph.Graph.Arrow;
import io.molt.cli.graph.Graph.Fact;
import io.molt.cli.graph.Graph.Group;
import io.molt.cli.graph.Graph.Mark;
import io.molt.cli.graph.Graph.Node;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;

class GraphTest {

    private static final String HOSTILE = "</title><script>alert('1')</script>&\"\u0000\u001b[2J\ud800]]>";

    @ParameterizedTest
    @ValueSource(ints = {3, 24, 25, 100, 300, 5000})
    void a_picture_shows_or_counts_every_node_and_is_never_longer_than_a_page(int turns) throws Exception {
        Document svg = parse(GraphSvg.of(graph(turns, "turn", turns / 2)));

        int height = Integer.parseInt(svg.getDocumentElement().getAttribute("height"));
        assertThat(height).isLessThan(1800);
        List<String> labels = texts(svg, "label");
        int folded = labels.stream()
                .filter(label -> label.startsWith("… "))
                .mapToInt(label -> Integer.parseInt(label.replaceAll("\\D", "")))
                .sum();
        long drawn = labels.stream().filter(label -> label.startsWith("turn")).count();
        assertThat(drawn + folded).isEqualTo(turns);
        assertThat(labels).contains("turn" + turns / 2, "turn0", "turn" + (turns - 1), "ada@v1");
    }

    @Test
    void nothing_that_anybody_wrote_is_markup() throws Exception {
        Graph graph = graph(3, HOSTILE, 1);

        String svg = GraphSvg.of(graph);
        String html = GraphHtml.of(graph);
        String text = GraphText.of(graph);
        JsonNode json = JsonMapper.builder().build().readTree(GraphJson.of(graph));

        assertThat(parse(svg).getElementsByTagName("script").getLength()).isZero();
        assertThat(html).doesNotContain("<script").doesNotContain("\u0000").doesNotContain("\u001b");
        assertThat(html).doesNotContainPattern("(href|src|url)=?\\(?[\"']?(https?:)?//");
        assertThat(text).doesNotContain("\u001b").doesNotContain("\u0000");
        assertThat(json.at("/groups/0/nodes/0/label").asText()).startsWith("</title><script>");
    }

    @Test
    void a_page_says_everything_and_has_a_legend() {
        String html = GraphHtml.of(graph(300, "turn", 7));

        assertThat(html).contains("<h1>what led to what</h1>", "Legend:", "prefers-color-scheme:dark");
        for (int i = 0; i < 300; i++) {
            assertThat(html).contains("<summary>turn" + i + " ");
        }
    }

    @Test
    void text_names_what_a_node_led_to() {
        assertThat(GraphText.of(graph(3, "turn", 1)))
                .startsWith("what led to what\n")
                .contains("\nTurns\n  turn0  +1\n      said: words\n      -> taught ada@v1\n* turn1  -1\n");
    }

    private static Graph graph(int turns, String name, int subject) {
        List<Node> nodes = IntStream.range(0, turns)
                .mapToObj(i -> new Node(
                        name + i,
                        i % 2 == 0 ? Mark.GOOD : Mark.BAD,
                        name + i,
                        i % 2 == 0 ? "+1" : "-1",
                        List.of(new Fact("said", "words")),
                        i == subject))
                .toList();
        Node version = new Node("v1", Mark.POLICY, "ada@v1", "accepted", List.of(), false);
        List<Arrow> arrows =
                nodes.stream().map(node -> new Arrow(node.id(), "v1", "taught")).toList();
        return new Graph(
                "what led to what",
                List.of(),
                List.of(new Group("Turns", 1, nodes), new Group("Versions", 2, List.of(version))),
                arrows);
    }

    private static List<String> texts(Document svg, String style) {
        var texts = svg.getElementsByTagName("text");
        return IntStream.range(0, texts.getLength())
                .mapToObj(texts::item)
                .filter(text -> text.getAttributes()
                        .getNamedItem("class")
                        .getNodeValue()
                        .equals(style))
                .map(org.w3c.dom.Node::getTextContent)
                .toList();
    }

    private static Document parse(String xml) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(xml.getBytes(UTF_8)));
    }
}
