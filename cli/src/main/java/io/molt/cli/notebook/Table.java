package io.molt.cli.notebook;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The rows of a query.
 *
 * @param columns names, in order
 * @param rows values, one per column in the same order; an SQL null is an empty Optional
 */
public record Table(List<String> columns, List<List<Object>> rows) implements Showable {

    private static final int MOST = 40;
    private static final int WIDEST = 160;

    /** Refuses rows that are longer or shorter than the names. */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Object> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("a row has " + row.size() + " values for the columns " + columns);
            }
        }
    }

    static Table of(ResultSet result) throws SQLException {
        List<String> columns = new ArrayList<>();
        for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
            columns.add(result.getMetaData().getColumnLabel(i));
        }
        List<List<Object>> rows = new ArrayList<>();
        while (result.next()) {
            List<Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(value(result.getObject(i)));
            }
            rows.add(row);
        }
        return new Table(columns, rows);
    }

    private static Object value(Object found) throws SQLException {
        if (found == null) {
            return Optional.empty();
        }
        return found instanceof Array array
                ? Collections.unmodifiableList(Arrays.asList((Object[]) array.getArray()))
                : found;
    }

    /**
     * The values of a column, in row order.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public List<Object> column(String name) {
        int at = columns.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException("there is no column " + name + " among " + columns);
        }
        return rows.stream().map(row -> row.get(at)).toList();
    }

    /**
     * The one value of a table of one row and one column.
     *
     * @throws IllegalStateException if it has more or none
     */
    public Object value() {
        if (rows.size() != 1 || columns.size() != 1) {
            throw new IllegalStateException(rows.size() + " rows of " + columns + " are not one value");
        }
        return rows.get(0).get(0);
    }

    @Override
    public Map<String, String> forms() {
        return Map.of(TEXT, text(), HTML, html());
    }

    private String text() {
        return String.join("\t", columns) + "\n"
                + shown().stream().map(row -> String.join("\t", row) + "\n").collect(Collectors.joining()) + more();
    }

    private String html() {
        StringBuilder html = new StringBuilder("<table><thead><tr>");
        columns.forEach(name -> html.append("<th>").append(Markup.escape(name)).append("</th>"));
        html.append("</tr></thead><tbody>");
        for (List<String> row : shown()) {
            html.append("<tr>");
            row.forEach(
                    value -> html.append("<td>").append(Markup.escape(value)).append("</td>"));
            html.append("</tr>");
        }
        return html.append("</tbody></table>")
                .append(more().isEmpty() ? "" : "<p>" + more() + "</p>")
                .toString();
    }

    private List<List<String>> shown() {
        return rows.stream()
                .limit(MOST)
                .map(row -> row.stream().map(Table::shown).toList())
                .toList();
    }

    private static String shown(Object value) {
        String text = value instanceof Optional<?> absent && absent.isEmpty()
                ? ""
                : value instanceof Double || value instanceof Float
                        ? String.format("%.4g", ((Number) value).doubleValue())
                        : value.toString().replaceAll("\\s+", " ");
        return text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
    }

    private String more() {
        return rows.size() > MOST ? "and " + (rows.size() - MOST) + " rows more" : "";
    }
}
