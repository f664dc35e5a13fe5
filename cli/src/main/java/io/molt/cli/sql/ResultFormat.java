package io.molt.cli.sql;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the rows of a result are printed. */
public enum ResultFormat {
    /** Aligned columns, for people: long values are cut, and after a thousand rows only their number is told. */
    TABLE {
        @Override
        void print(ResultSet result, PrintWriter out) throws SQLException {
            ResultTable.print(result, out);
        }
    },
    /** RFC 4180 with a header; null is empty, what is nested is JSON. */
    CSV {
        @Override
        void print(ResultSet result, PrintWriter out) throws SQLException, IOException {
            ResultSetMetaData meta = result.getMetaData();
            for (int i = 1; i <= meta.getColumnCount(); i++) {
                out.print((i == 1 ? "" : ",") + quoted(meta.getColumnLabel(i)));
            }
            out.println();
            while (result.next()) {
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    Object value = Cell.of(result.getObject(i));
                    boolean text = value == null || value instanceof String;
                    String cell =
                            text ? String.valueOf(value == null ? "" : value) : JSON_MAPPER.writeValueAsString(value);
                    out.print((i == 1 ? "" : ",") + quoted(cell));
                }
                out.println();
            }
        }
    },
    /** An array with an object for each row. */
    JSON {
        @Override
        void print(ResultSet result, PrintWriter out) throws SQLException, IOException {
            ResultSetMetaData meta = result.getMetaData();
            out.print("[");
            for (String before = "\n"; result.next(); before = ",\n") {
                Map<String, Object> row = new LinkedHashMap<>();
                for (int i = 1; i <= meta.getColumnCount(); i++) {
                    row.put(meta.getColumnLabel(i), Cell.of(result.getObject(i)));
                }
                out.print(before + JSON_MAPPER.writeValueAsString(row));
            }
            out.println("\n]");
        }
    };

    private static final ObjectMapper JSON_MAPPER = new ObjectMapper();

    /** Prints all rows. */
    abstract void print(ResultSet result, PrintWriter out) throws SQLException, IOException;

    private static String quoted(String cell) {
        boolean plain = cell.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? cell : "\"" + cell.replace("\"", "\"\"") + "\"";
    }
}
