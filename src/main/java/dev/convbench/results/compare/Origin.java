package dev.convbench.results.compare;

import java.util.List;

/**
 * Where measurements come from.
 *
 * @param label short name, different for each origin of a comparison
 * @param path the run folder or file
 * @param kind what it is
 * @param cpu what must be equal for two machines to be alike; null if the origin does not know its machine
 * @param machine the machine in one line for people; null if unknown
 * @param remarks what a reader should know of it, such as that it is not to be trusted; one sentence each
 */
public record Origin(String label, String path, Kind kind, String cpu, String machine, List<String> remarks) {
    /** What an origin is. */
    public enum Kind {
        /** A run folder of this program. */
        RUN_FOLDER,
        /** A JSON file of JMH. */
        JMH_FILE
    }

    /** Copies the list. */
    public Origin {
        remarks = List.copyOf(remarks);
    }

    /** The same with another label. */
    Origin labelled(String newLabel) {
        return new Origin(newLabel, path, kind, cpu, machine, remarks);
    }
}
