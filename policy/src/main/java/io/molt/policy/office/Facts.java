package io.molt.policy.office;

import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** What one request is about; every type of request uses some of it. */
record Facts(
        String area,
        String paper,
        int month,
        int day,
        int hour,
        int minute,
        String name,
        String verb,
        String state,
        int euros) {

    private static final List<String> AREAS = List.of(
            "budget",
            "design",
            "sales",
            "project",
            "team",
            "client",
            "security",
            "product",
            "quality",
            "travel",
            "training",
            "server",
            "release",
            "contract",
            "market",
            "audit",
            "vendor",
            "office",
            "support",
            "launch",
            "hiring",
            "data",
            "research",
            "payment");
    private static final List<String> PAPERS = List.of(
            "review",
            "report",
            "plan",
            "update",
            "summary",
            "proposal",
            "checklist",
            "analysis",
            "draft",
            "schedule",
            "survey",
            "memo",
            "forecast",
            "roadmap",
            "agenda",
            "brief");
    private static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");
    private static final List<String> NAMES = List.of(
            "Anna", "Ben", "Carla", "David", "Elena", "Frank", "Grace", "Hugo", "Iris", "Jonas", "Karin", "Leo",
            "Maria", "Nils", "Olga", "Paul", "Rosa", "Simon", "Tina", "Viktor");
    private static final List<String> VERBS =
            List.of("send", "check", "print", "finish", "share", "archive", "translate", "sign");
    private static final List<String> STATES = List.of("done", "blocked", "running", "delayed");

    /** Topics are held out in tenths: about 10 % of the pairs of area and paper. */
    static Facts draw(Split split, RandomGenerator random) {
        int area;
        int paper;
        do {
            area = random.nextInt(AREAS.size());
            paper = random.nextInt(PAPERS.size());
        } while (((area * 7 + paper * 3) % 10 == 0) != (split == Split.EVALUATION));
        return new Facts(
                AREAS.get(area),
                PAPERS.get(paper),
                1 + random.nextInt(12),
                1 + random.nextInt(28),
                8 + random.nextInt(10),
                5 * random.nextInt(12),
                Wordings.pick(NAMES, random),
                Wordings.pick(VERBS, random),
                Wordings.pick(STATES, random),
                10 * (2 + random.nextInt(97)));
    }

    String topic() {
        return area + " " + paper;
    }

    /** Such as {@code March 5}. */
    String date() {
        return MONTHS.get(month - 1) + " " + day;
    }

    String dayAndMonth() {
        return day + " " + MONTHS.get(month - 1);
    }

    /** Such as {@code 09:30}. */
    String clock() {
        return format("%02d:%02d", hour, minute);
    }

    /** Such as {@code 2:05 PM}. */
    String twelveHourClock() {
        return format("%d:%02d %s", hour > 12 ? hour - 12 : hour, minute, hour >= 12 ? "PM" : "AM");
    }

    static String capital(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
