package dev.convbench.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The workflows pin what they use, ask for few rights, and call the program as it is. */
class WorkflowsTest {
    private static final Path FOLDER = Path.of(".github", "workflows");
    private static final Pattern USES = Pattern.compile("(?m)^\\s*(?:- )?uses: *(\\S+)");
    private static final Pattern PINNED = Pattern.compile("[\\w-]+/[\\w./-]+@[0-9a-f]{40}");
    private static final Pattern CALL = Pattern.compile("scripts/convbench ([^\\n|>]*(?:\\n +--[^\\n|>]*)*)");

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void actionsArePinnedByCommit() throws IOException {
        int uses = 0;
        for (Path file : files()) {
            Matcher matcher = USES.matcher(Files.readString(file));
            while (matcher.find()) {
                uses++;
                assertTrue(PINNED.matcher(matcher.group(1)).matches(), file + ": " + matcher.group(1));
            }
        }
        assertTrue(uses >= 10, uses + " uses found");
    }

    @Test
    void everyWorkflowStartsWithReadingOnly() throws IOException {
        for (Path file : files()) {
            String text = Files.readString(file);
            assertTrue(text.contains("\npermissions:\n  contents: read\n"), file.toString());
            assertTrue(!text.contains("pull_request_target"), file + " runs foreign code with rights");
            assertTrue(text.contains("timeout-minutes:"), file.toString());
        }
    }

    @Test
    void everyCallNamesACommandAndOptionsThatExist() throws IOException {
        List<String> calls = new ArrayList<>();
        for (Path file : files()) {
            Matcher matcher = CALL.matcher(Files.readString(file));
            while (matcher.find()) {
                calls.add(matcher.group(1).strip());
            }
        }
        for (String call : calls) {
            CommandLine command = Main.commandLine();
            for (String word : call.split("\\s+")) {
                if (command.getSubcommands().containsKey(word)) {
                    command = command.getSubcommands().get(word);
                } else if (word.startsWith("--")) {
                    assertTrue(command.getCommandSpec().optionsMap().containsKey(word), call + ": " + word);
                }
            }
            assertTrue(!command.getCommandName().equals("convbench"), call + " names no command");
        }
        assertEquals(6, calls.size(), calls.toString());
    }
}
