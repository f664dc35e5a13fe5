package io.molt.policy.office;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Somebody with habits: three types of requests, each to be answered in one convention.
 *
 * @param types what this person asks for, without repetition
 * @param conventions the wanted convention (0 to 3) of each type, in the same order
 */
public record Persona(List<RequestType> types, List<Integer> conventions) {

    private static final int TYPES = 3;
    private static final int SHARED = 2;

    public Persona {
        types = List.copyOf(types);
        conventions = List.copyOf(conventions);
        if (types.size() != conventions.size()) {
            throw new IllegalArgumentException(
                    types.size() + " types came with " + conventions.size() + " conventions");
        }
        if (types.stream().distinct().count() != types.size()) {
            throw new IllegalArgumentException("a persona has each type once, but these are " + types);
        }
        if (conventions.stream().anyMatch(c -> c < 0 || c >= RequestType.CONVENTIONS)) {
            throw new IllegalArgumentException("conventions are 0 to 3, but these are " + conventions);
        }
    }

    /** Two people who share two of three types and want the shared ones in different conventions. */
    public static List<Persona> personas(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<RequestType> types = shuffled(List.of(RequestType.values()), random);
        List<Integer> first = new ArrayList<>();
        List<Integer> second = new ArrayList<>();
        for (int i = 0; i < TYPES; i++) {
            int convention = random.nextInt(RequestType.CONVENTIONS);
            first.add(convention);
            second.add((convention + 1 + random.nextInt(RequestType.CONVENTIONS - 1)) % RequestType.CONVENTIONS);
        }
        List<RequestType> others = new ArrayList<>(types.subList(0, SHARED));
        others.add(types.get(TYPES));
        return List.of(new Persona(types.subList(0, TYPES), first), new Persona(others, second));
    }

    /** The convention (0 to 3) wanted for a type of this persona. */
    public int convention(RequestType type) {
        int at = types.indexOf(type);
        if (at < 0) {
            throw new IllegalArgumentException(type + " is none of this persona's types " + types);
        }
        return conventions.get(at);
    }

    /** The one reply that this persona accepts. */
    public String accepted(OfficeRequest request) {
        return request.replies().get(convention(request.type()));
    }

    /** True if the reply is word for word what this persona wants. */
    public boolean accepts(OfficeRequest request, String reply) {
        return accepted(request).equals(reply);
    }

    /** This persona's next request: any of its types with equal probability. */
    public OfficeRequest request(Split split, RandomGenerator random) {
        return Office.request(Wordings.pick(types, random), split, random);
    }

    /** What this persona says about a reply it did not accept. */
    public String correction(RequestType type, Split split, RandomGenerator random) {
        return Office.correction(type, convention(type), split, random);
    }

    /** One rule for each type, in the order of the types. */
    public List<String> rules(Split split, RandomGenerator random) {
        return types.stream()
                .map(type -> Office.rule(type, convention(type), split, random))
                .toList();
    }

    static <T> List<T> shuffled(List<T> items, RandomGenerator random) {
        List<T> shuffled = new ArrayList<>(items);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            T moved = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, moved);
        }
        return shuffled;
    }
}
