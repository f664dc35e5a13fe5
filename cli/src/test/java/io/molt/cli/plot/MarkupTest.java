package io.molt.cli.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MarkupTest {

    @Test
    void text_and_attributes_stay_text() {
        String markup = new Markup()
                .leaf("p", "</script><b>\"&'\u0000\uD800", "title", "\"><img src=x onerror='1'>")
                .toString();

        assertThat(markup)
                .isEqualTo("<p title=\"&quot;&gt;&lt;img src=x onerror=&#39;1&#39;&gt;\">"
                        + "&lt;/script&gt;&lt;b&gt;&quot;&amp;&#39;\uFFFD\uFFFD</p>");
    }

    @Test
    void an_element_left_open_and_code_that_could_end_early_are_refused() {
        assertThatThrownBy(() -> new Markup().open("p").toString()).hasMessage("an element is still open: p");
        assertThatThrownBy(() -> new Markup().code("script", "a</script>"))
                .hasMessage("code in a page has neither < nor &");
    }
}
