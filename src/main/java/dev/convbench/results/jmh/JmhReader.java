package dev.convbench.results.jmh;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads result files of JMH. */
public final class JmhReader {
    /** Larger files are refused. */
    public static final long LARGEST_FILE = 1L << 30;

    private static final int DEEPEST = 64;
    private static final int LONGEST_TEXT = 1 << 20;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEEPEST)
                    .maxStringLength(LONGEST_TEXT)
                    .maxNameLength(LONGEST_TEXT)
                    .build())
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private JmhReader() {}

    /**
     * Reads a file in a stream; the memory used is that of what is returned.
     *
     * @throws UnreadableRunException if it cannot be read, is not JSON of JMH, or is larger, deeper or longer than any
     *     result file; one sentence with its name
     */
    public static List<JmhEntry> read(Path file) throws UnreadableRunException {
        return read(file, Retained.quarterOfHeap());
    }

    static List<JmhEntry> read(Path file, Retained retained) throws UnreadableRunException {
        try {
            long size = Files.size(file);
            if (size > LARGEST_FILE) {
                throw new UnreadableRunException(String.format(
                        Locale.ROOT,
                        "%s is too large: %.1f GiB, and the limit is %d GiB",
                        file,
                        size / (double) (1L << 30),
                        LARGEST_FILE >> 30));
            }
            try (JsonParser parser = FACTORY.createParser(Files.newInputStream(file))) {
                return entries(parser, retained);
            }
        } catch (JsonEOFException e) {
            throw new UnreadableRunException("cannot read " + file + ": it is cut off" + place(e), e);
        } catch (StreamConstraintsException e) {
            throw new UnreadableRunException(
                    "cannot read " + file + ": it is nested more than " + DEEPEST
                            + " deep or has a text or number longer" + " than any of JMH" + place(e),
                    e);
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + firstLine(e) + place(e), e);
        } catch (CharacterCodingException e) {
            throw new UnreadableRunException("cannot read " + file + ": it is not UTF-8", e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * The entry held in the result of a fork of a run folder.
     *
     * @throws UnreadableRunException if it is not an entry
     */
    public static JmhEntry entry(JsonNode result) throws UnreadableRunException {
        try (JsonParser parser = result.traverse()) {
            parser.nextToken();
            return EntryParser.parse(parser, Retained.quarterOfHeap());
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException("the result of a fork is damaged: " + firstLine(e), e);
        } catch (IOException e) {
            throw new UnreadableRunException("the result of a fork is damaged: " + e.getMessage(), e);
        }
    }

    private static List<JmhEntry> entries(JsonParser parser, Retained retained) throws IOException {
        JsonToken first = parser.nextToken();
        if (first == null) {
            throw new JsonParseException(parser, "it is empty");
        }
        if (first != JsonToken.START_ARRAY) {
            throw new JsonParseException(parser, "it is not JSON of JMH, which is a list of entries");
        }
        List<JmhEntry> entries = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            entries.add(EntryParser.parse(parser, retained));
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something follows the end of its list");
        }
        return entries;
    }

    private static String firstLine(JsonProcessingException e) {
        return e.getOriginalMessage().lines().findFirst().orElse("it is not JSON");
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }
}
