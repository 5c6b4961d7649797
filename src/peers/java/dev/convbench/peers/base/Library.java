package dev.convbench.peers.base;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.Callable;

/** A library that is loaded when somebody asks whether it can be. */
public final class Library {
    private final String name;
    private final List<String> jars;
    private final Callable<String> loader;
    private String version;
    private String problem;

    /**
     * A library.
     *
     * @param name as people call it
     * @param jars beginnings of the names of the jars that it needs, its own first
     * @param loader loads it and gives its version
     */
    public Library(String name, List<String> jars, Callable<String> loader) {
        this.name = name;
        this.jars = List.copyOf(jars);
        this.loader = loader;
    }

    /** Its name. */
    public String name() {
        return name;
    }

    /** Beginnings of the names of the jars that it needs, its own first. */
    public List<String> jars() {
        return jars;
    }

    /** Its version; empty if it does not load. */
    public String version() {
        load();
        return version;
    }

    /** Why it does not load; empty if it does. */
    public String problem() {
        load();
        return problem;
    }

    /**
     * The version that Maven wrote into a jar.
     *
     * @throws IllegalStateException if the jar is not there
     */
    public static String mavenVersion(String group, String artifact) throws IOException {
        String resource = "META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream in = Library.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("the jar of " + group + ":" + artifact + " is missing");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        }
    }

    private synchronized void load() {
        if (problem != null) {
            return;
        }
        version = "";
        try {
            version = loader.call();
            problem = "";
        } catch (NoClassDefFoundError e) {
            problem = name + " is not there: " + jars.get(0)
                    + "*.jar is missing beside the jar of the peers, in peers-lib";
        } catch (Exception | LinkageError e) {
            // Natives of another platform, a folder that cannot be written, a missing instruction set: told, not
            // thrown.
            Throwable cause = e.getCause() == null ? e : e.getCause();
            problem = name + " does not load: "
                    + (cause instanceof IllegalStateException ? cause.getMessage() : cause.toString());
        }
    }
}
