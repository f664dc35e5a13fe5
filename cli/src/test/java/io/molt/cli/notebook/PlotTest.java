package io.molt.cli.notebook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;

class PlotTest {

    private static final Table TABLE = new Table(
            List.of("version", "loss", "agent"),
            List.of(
                    List.of(1, 0.5, "agent-b <b>"),
                    List.of(2, 0.25, "agent-b <b>"),
                    List.of(1, 0.75, "agent-a"),
                    List.of(2, Optional.empty(), "agent-a")));

    static List<UnaryOperator<Plot>> layers() {
        return List.of(
                Plot::bars,
                Plot::barsSideBySide,
                Plot::lines,
                Plot::points,
                plot -> plot.lines().panels("agent"),
                plot -> plot.squares("loss"));
    }

    @ParameterizedTest
    @MethodSource("layers")
    void every_layer_is_drawn_as_well_formed_svg_with_a_title(UnaryOperator<Plot> layer) throws Exception {
        Plot plot = layer.apply(
                new Plot(TABLE).x("version").y("loss").color("agent").title("Loss & \"more\""));

        String svg = plot.forms().get(Showable.SVG);

        Element root = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8)))
                .getDocumentElement();
        assertThat(root.getAttribute("aria-label")).isEqualTo("Loss & \"more\"");
        assertThat(root.getTextContent()).contains("Loss & \"more\"");
        assertThat(root.getElementsByTagName("b").getLength()).isZero();
    }

    @Test
    void nothing_to_draw_is_said_and_the_chapter_goes_on() {
        Plot empty = new Plot(new Table(List.of("a", "b"), List.of()))
                .x("a")
                .y("b")
                .panels("b")
                .lines()
                .title("Skills");

        assertThat(empty.forms()).isEqualTo(Map.of(Showable.TEXT, "Skills (nothing to draw yet: no rows)"));
        assertThatThrownBy(() -> new Plot(TABLE).x("versoin"))
                .hasMessage("there is no column versoin among [version, loss, agent]");
    }
}
