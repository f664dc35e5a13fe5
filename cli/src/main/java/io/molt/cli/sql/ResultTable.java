package io.molt.cli.sql;

import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Prints a result with aligned columns; at most {@value #MOST} rows, and says how many there are more. */
final class ResultTable {

    private static final int MOST = 1000;
    private static final int WIDEST = 60;

    private ResultTable() {}

    static void print(ResultSet result, PrintWriter out) throws SQLException {
        ResultSetMetaData meta = result.getMetaData();
        List<String[]> rows = new ArrayList<>();
        String[] names = new String[meta.getColumnCount()];
        for (int i = 0; i < names.length; i++) {
            names[i] = meta.getColumnLabel(i + 1);
        }
        rows.add(names);
        long more = 0;
        while (result.next()) {
            if (rows.size() > MOST) {
                more++;
                continue;
            }
            rows.add(row(result, names.length));
        }
        print(rows, out);
        if (more > 0) {
            out.println("... and " + more + " rows more");
        }
        out.flush();
    }

    private static String[] row(ResultSet result, int columns) throws SQLException {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
            Object value = result.getObject(i + 1);
            String text = String.valueOf(value == null ? "" : value).replaceAll("\\s+", " ");
            row[i] = text.length() > WIDEST ? text.substring(0, WIDEST - 1) + "…" : text;
        }
        return row;
    }

    private static void print(List<String[]> rows, PrintWriter out) {
        int[] widths = new int[rows.get(0).length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(String.format("%-" + Math.max(1, widths[i]) + "s  ", rows.get(r)[i]));
            }
            out.println(line.toString().stripTrailing());
            if (r == 0) {
                out.println(
                        "-".repeat(Math.max(1, line.toString().stripTrailing().length())));
            }
        }
    }
}
