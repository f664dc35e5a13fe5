package io.molt.cli.drill;

import io.molt.cli.cluster.Cluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who dies when: a function of its seed.
 *
 * @param deaths in order
 */
record KillPlan(List<Death> deaths) {

    KillPlan {
        deaths = List.copyOf(deaths);
    }

    /**
     * One {@code kill -9}.
     *
     * @param afterMillis since the death before, or since the load began
     * @param process by the name that the cluster gave it
     */
    record Death(long afterMillis, String process) {}

    /**
     * How many of whom.
     *
     * @param taskManagers deaths of one TaskManager
     * @param jobManagers deaths of the JobManager
     * @param brokers deaths of the broker, with whatever transactions are open then
     */
    record Toll(int taskManagers, int jobManagers, int brokers) {

        int sum() {
            return taskManagers + jobManagers + brokers;
        }
    }

    /**
     * Deaths in random order, at random distances that add up to at most {@code within}.
     *
     * @param taskManagers the names to choose from
     */
    static KillPlan of(long seed, Toll toll, List<String> taskManagers, Duration within) {
        Random random = new Random(seed);
        List<String> victims = new ArrayList<>(Collections.nCopies(toll.jobManagers(), Cluster.JOB_MANAGER));
        victims.addAll(Collections.nCopies(toll.brokers(), Cluster.BROKER));
        for (int i = 0; i < toll.taskManagers(); i++) {
            victims.add(taskManagers.get(random.nextInt(taskManagers.size())));
        }
        Collections.shuffle(victims, random);
        double[] shares = random.doubles(victims.size() + 1L, 0.4, 1).toArray();
        double sum = Arrays.stream(shares).sum();
        List<Death> deaths = new ArrayList<>();
        for (int i = 0; i < victims.size(); i++) {
            deaths.add(new Death((long) (within.toMillis() * shares[i] / sum), victims.get(i)));
        }
        return new KillPlan(deaths);
    }
}
