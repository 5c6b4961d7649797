package dev.convbench.gate;

import dev.convbench.run.RunFailedException;
import dev.convbench.run.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Builds the jar of a git revision in a work tree that is thrown away, also if it is stopped. */
final class Revision {
    private static final long BUILD_SECONDS = 1800;
    private static final long GIT_SECONDS = 120;

    private final ChildProcess child;
    private final Path repository;
    private final List<String> build;
    private final String builtJar;

    /**
     * For a repository.
     *
     * @param repository a folder in it; null for the working folder
     * @param build the command that builds it
     * @param builtJar where that leaves the jar
     */
    Revision(ChildProcess child, Path repository, List<String> build, String builtJar) {
        this.child = child;
        this.repository = repository;
        this.build = build;
        this.builtJar = builtJar;
    }

    /** The commit of a revision. */
    String commit(String revision) throws IOException {
        ChildProcess.Ended ended = child.run(
                repository,
                List.of("git", "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"),
                GIT_SECONDS);
        if (ended.code() != 0) {
            throw new UsageException("'" + revision + "' is no revision of a git repository here");
        }
        return ended.out().strip();
    }

    /** The jar of a commit, from the folder of jars if it was built before. */
    Path jar(String commit, Path jars) throws IOException, RunFailedException {
        // Another way to build gives another jar.
        String how = Integer.toHexString(
                String.join(" ", build).concat(" > " + builtJar).hashCode());
        Path jar = jars.resolve(commit + "-" + how + ".jar");
        if (Files.exists(jar)) {
            return jar;
        }
        Files.createDirectories(jars);
        Path tree = Files.createTempDirectory("convbench-tree");
        try {
            git("worktree", "add", "--detach", "--quiet", tree.resolve("tree").toString(), commit);
            ChildProcess.Ended ended = child.run(tree.resolve("tree"), build, BUILD_SECONDS);
            Path built = tree.resolve("tree").resolve(builtJar);
            if (ended.code() != 0 || !Files.exists(built)) {
                throw new RunFailedException("'" + String.join(" ", build) + "' failed for " + commit + ": "
                        + (ended.code() == 0 ? "there is no " + builtJar : ended.lastWords()));
            }
            Path part = jars.resolve(commit + ".part");
            Files.copy(built, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, jar, StandardCopyOption.ATOMIC_MOVE);
            return jar;
        } finally {
            // The child may be stopped by now, so this is a process of its own.
            ChildProcess cleaner = new ChildProcess();
            cleaner.run(
                    repository,
                    List.of(
                            "git",
                            "worktree",
                            "remove",
                            "--force",
                            tree.resolve("tree").toString()),
                    GIT_SECONDS);
            Files.deleteIfExists(tree);
        }
    }

    private void git(String... arguments) throws IOException, RunFailedException {
        List<String> command = new ArrayList<>(List.of("git"));
        command.addAll(List.of(arguments));
        ChildProcess.Ended ended = child.run(repository, command, GIT_SECONDS);
        if (ended.code() != 0) {
            throw new RunFailedException("git failed: " + ended.lastWords());
        }
    }
}
