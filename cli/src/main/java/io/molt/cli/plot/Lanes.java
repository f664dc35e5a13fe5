package io.molt.cli.plot;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A row for each run, and in it what belongs together, along one common order: such as batches of turns.
 *
 * @param title what is shown
 * @param lanes from top to bottom
 */
public record Lanes(String title, List<Lane> lanes) {

    private static final double LEFT = 120;
    private static final double LANE = 46;
    private static final double WIDEST = 22;
    private static final double NARROWEST = 5;
    private static final double ROOM = 840;

    public Lanes {
        lanes = List.copyOf(lanes);
    }

    /**
     * A row.
     *
     * @param name of the run
     * @param colour 0 to 5
     * @param groups in order
     */
    public record Lane(String name, int colour, List<Group> groups) {

        public Lane {
            groups = List.copyOf(groups);
        }
    }

    /**
     * What belongs together.
     *
     * @param name short
     * @param marks its members
     */
    public record Group(String name, List<Mark> marks) {

        public Group {
            marks = List.copyOf(marks);
        }
    }

    /**
     * A member.
     *
     * @param place what it is ordered by; the same in every lane for the same thing
     * @param sign below, at or above 0: how it is drawn
     * @param label what is said when it is pointed at
     */
    public record Mark(long place, double sign, String label) {}

    /** Draws; nothing if there is nothing in any lane. */
    public void draw(Markup page) {
        TreeSet<Long> places = new TreeSet<>();
        lanes.forEach(lane -> lane.groups().forEach(group -> group.marks().forEach(mark -> places.add(mark.place()))));
        if (places.isEmpty()) {
            return;
        }
        double step = Math.max(NARROWEST, Math.min(WIDEST, ROOM / places.size()));
        Map<Long, Double> x = new TreeMap<>();
        places.forEach(place -> x.put(place, LEFT + (x.size() + 0.5) * step));
        int width = (int) Math.ceil(LEFT + places.size() * step + 8);
        int height = (int) (lanes.size() * LANE + 6);
        page.open("figure", "class", "wide").leaf("figcaption", title);
        page.open(
                "svg",
                "class",
                "lanes",
                "viewBox",
                "0 0 " + width + " " + height,
                "width",
                width,
                "height",
                height,
                "role",
                "img",
                "aria-label",
                title);
        for (int i = 0; i < lanes.size(); i++) {
            lane(page, lanes.get(i), i * LANE + 8, x, step);
        }
        page.close().close().line();
    }

    private static void lane(Markup page, Lane lane, double y, Map<Long, Double> x, double step) {
        page.open("g", "class", "s" + lane.colour());
        page.leaf("text", lane.name(), "class", "lane end", "x", LEFT - 10, "y", y + 17);
        for (Group group : lane.groups()) {
            if (group.marks().isEmpty()) {
                continue;
            }
            double from = group.marks().stream()
                            .mapToDouble(mark -> x.get(mark.place()))
                            .min()
                            .orElse(0)
                    - step / 2;
            double to = group.marks().stream()
                            .mapToDouble(mark -> x.get(mark.place()))
                            .max()
                            .orElse(0)
                    + step / 2;
            page.empty(
                    "rect", "class", "group", "x", from + 1, "y", y, "width", to - from - 2, "height", 24.0, "rx", 6);
            page.leaf("text", group.name(), "class", "tick mid", "x", (from + to) / 2, "y", y + 35);
            for (Mark mark : group.marks()) {
                Shape shape = mark.sign() > 0 ? Shape.TRIANGLE : mark.sign() < 0 ? Shape.UPSIDE_DOWN : Shape.CIRCLE;
                page.open("g", "class", mark.sign() > 0 ? "good" : mark.sign() < 0 ? "bad" : "even");
                shape.draw(page, x.get(mark.place()), y + 12, Math.min(5.5, step / 2.4), mark.label());
                page.close();
            }
        }
        page.close();
    }
}
