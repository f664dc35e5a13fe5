package io.molt.cli.notebook;

import java.util.List;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;

/** A notebook with its outputs as one page of HTML that needs nothing else. */
final class Page {

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1c2328; --paper: #fdfdfb; --faint: #8884; --code: #8881; --bad: #b3261e; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e4e6e7; --paper: #16191c; --bad: #ff8a80; } }
            body { color: var(--ink); background: var(--paper); font: 17px/1.55 system-ui, sans-serif; margin: 0; }
            main { max-width: 46rem; margin: 3rem auto; padding: 0 1rem; }
            h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; }
            pre { background: var(--code); padding: .7rem 1rem; border-radius: 6px; overflow-x: auto; font-size: .8rem; line-height: 1.45; }
            pre.out { background: none; border-left: 3px solid var(--faint); border-radius: 0; white-space: pre-wrap; }
            pre.failed { color: var(--bad); border-left: 3px solid var(--bad); white-space: pre-wrap; }
            code { font-family: ui-monospace, monospace; } p code { background: var(--code); padding: 0 .2em; border-radius: 3px; }
            img { display: block; max-width: 100%; height: auto; background: white; border-radius: 6px; margin: 1rem 0; }
            .table { overflow-x: auto; } table { border-collapse: collapse; font-size: .85rem; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid var(--faint); vertical-align: top; }
            """;

    private final Parser parser = Parser.builder().build();
    private final HtmlRenderer renderer =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();

    /**
     * The page.
     *
     * @param title of the window
     * @param cells in order
     * @param outputs of each cell that ran, in order
     */
    String of(String title, List<NotebookFile.Cell> cells, List<List<Output>> outputs) {
        StringBuilder html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
                .append("<meta name=\"viewport\" content=\"width=device-width\"><title>")
                .append(Markup.escape(title))
                .append("</title><style>\n")
                .append(STYLE)
                .append("</style></head><body><main>\n");
        for (int i = 0; i < cells.size(); i++) {
            String source = cells.get(i).source();
            html.append(
                    cells.get(i).code()
                            ? "<pre><code>" + Markup.escape(source) + "</code></pre>\n"
                            : renderer.render(parser.parse(source)));
            if (i < outputs.size()) {
                outputs.get(i).forEach(output -> html.append(output.html()).append('\n'));
            }
        }
        return html.append("</main></body></html>\n").toString();
    }
}
