package dev.convbench.results.history;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.convbench.results.Json;
import dev.convbench.results.UnreadableRunException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads a folder of history: a file {@code MACHINE.jsonl} a kind of machine, a line a benchmark and run. */
public final class History {
    /** End of the names of its files. */
    public static final String SUFFIX = ".jsonl";

    private static final Pattern MACHINE = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

    private History() {}

    /**
     * The file of a kind of machine.
     *
     * @throws UnreadableRunException if that is no name for a file
     */
    public static Path file(Path folder, String machineClass) throws UnreadableRunException {
        if (machineClass == null || !MACHINE.matcher(machineClass).matches()) {
            throw new UnreadableRunException("the kind of machine is '" + machineClass
                    + "', must be up to 100 small letters, digits, '.', '_' and '-'");
        }
        return folder.resolve(machineClass + SUFFIX);
    }

    /**
     * All series, in the order in which they began, points in the order of time.
     *
     * @throws UnreadableRunException if the folder is missing or a line of a file is damaged
     */
    public static List<Series> read(Path folder) throws UnreadableRunException {
        Map<Series.Key, List<HistoryPoint>> series = new LinkedHashMap<>();
        for (Path file : files(folder)) {
            for (HistoryPoint point : points(file)) {
                series.computeIfAbsent(point.series(), key -> new ArrayList<>()).add(point);
            }
        }
        List<Series> all = new ArrayList<>();
        series.forEach((key, points) -> {
            points.sort(Comparator.comparing(HistoryPoint::date));
            all.add(new Series(key, points));
        });
        return all;
    }

    private static List<Path> files(Path folder) throws UnreadableRunException {
        if (!Files.isDirectory(folder)) {
            throw new UnreadableRunException(
                    folder + " is no folder of history: convbench history add RUN --dir " + folder + " begins one");
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * The points of a file in the order of its lines.
     *
     * @throws UnreadableRunException if a line is no point
     */
    public static List<HistoryPoint> points(Path file) throws UnreadableRunException {
        List<HistoryPoint> points = new ArrayList<>();
        int number = 0;
        for (String line : lines(file)) {
            number++;
            if (!line.isBlank()) {
                points.add(point(line, file + " line " + number));
            }
        }
        return points;
    }

    private static List<String> lines(Path file) throws UnreadableRunException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new UnreadableRunException(file + " is no text in UTF-8", e);
        } catch (IOException e) {
            throw new UnreadableRunException("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private static HistoryPoint point(String line, String place) throws UnreadableRunException {
        HistoryPoint point;
        try {
            point = Json.mapper().readValue(line, HistoryPoint.class);
        } catch (JsonProcessingException e) {
            throw new UnreadableRunException(place + " is damaged: " + e.getOriginalMessage(), e);
        }
        if (point == null
                || point.run() == null
                || point.date() == null
                || point.benchmark() == null
                || point.machineClass() == null
                || !(point.rate() > 0 && point.rate() < Double.POSITIVE_INFINITY)) {
            throw new UnreadableRunException(
                    place + " is damaged: run, date, machineClass, benchmark and a positive rate must be there");
        }
        return point;
    }
}
