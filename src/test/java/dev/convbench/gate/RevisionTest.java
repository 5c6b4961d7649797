package dev.convbench.gate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.convbench.run.GitFolder;
import dev.convbench.run.RunFailedException;
import dev.convbench.run.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A repository of two commits, whose build copies a file. */
class RevisionTest {
    private static final List<String> BUILD = List.of("cp", "source", "built.jar");

    @TempDir
    private Path folder;

    private Path repository;
    private Path jars;

    @BeforeEach
    void commitTwice() throws Exception {
        repository = Files.createDirectory(folder.resolve("repository"));
        jars = folder.resolve("jars");
        GitFolder.git(repository, "init", "-q", "-b", "main");
        for (String text : List.of("first", "second")) {
            Files.writeString(repository.resolve("source"), text);
            GitFolder.git(repository, "add", "source");
            GitFolder.git(repository, "commit", "-qm", text);
        }
    }

    private Revision revision(List<String> build, String jar) {
        return new Revision(new ChildProcess(), repository, build, jar);
    }

    @Test
    void findsACommit() throws Exception {
        Revision revision = revision(BUILD, "built.jar");
        assertEquals(GitFolder.git(repository, "rev-parse", "HEAD~1"), revision.commit("main~1"));
        UsageException none = assertThrows(UsageException.class, () -> revision.commit("nowhere"));
        assertEquals("'nowhere' is no revision of a git repository here", none.getMessage());
    }

    @Test
    void buildsACommitOnceAndLeavesNothingBehind() throws Exception {
        String commit = GitFolder.git(repository, "rev-parse", "HEAD~1");
        Path jar = revision(BUILD, "built.jar").jar(commit, jars);
        assertEquals("first", Files.readString(jar));
        assertEquals("second", Files.readString(repository.resolve("source")));
        assertFalse(Files.exists(repository.resolve(".git/worktrees")), "a work tree is left");
        assertEquals(1, jars.toFile().list().length);

        Files.writeString(jar, "built before");
        assertEquals(jar, revision(BUILD, "built.jar").jar(commit, jars));
        assertEquals("built before", Files.readString(jar), "it was built again");
    }

    @Test
    void anotherBuildGivesAnotherJar() throws Exception {
        String commit = GitFolder.git(repository, "rev-parse", "HEAD");
        Path one = revision(BUILD, "built.jar").jar(commit, jars);
        Path other = revision(List.of("cp", "source", "other.jar"), "other.jar").jar(commit, jars);
        assertNotEquals(one, other);
    }

    @Test
    void saysWhyABuildFailed() throws Exception {
        String commit = GitFolder.git(repository, "rev-parse", "HEAD");
        RunFailedException noJar = assertThrows(
                RunFailedException.class, () -> revision(BUILD, "target/no.jar").jar(commit, jars));
        assertEquals("'cp source built.jar' failed for " + commit + ": there is no target/no.jar", noJar.getMessage());
        RunFailedException broken = assertThrows(
                RunFailedException.class,
                () -> revision(List.of("ls", "nothing"), "built.jar").jar(commit, jars));
        assertTrue(broken.getMessage().startsWith("'ls nothing' failed for " + commit + ": "), broken.getMessage());
        assertTrue(broken.getMessage().contains("nothing'"), broken.getMessage());
        RunFailedException noCommit = assertThrows(
                RunFailedException.class, () -> revision(BUILD, "built.jar").jar("0".repeat(40), jars));
        assertTrue(noCommit.getMessage().startsWith("git failed: "), noCommit.getMessage());
        assertFalse(Files.exists(repository.resolve(".git/worktrees")), "a work tree is left");
    }
}
