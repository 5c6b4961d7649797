package dev.convbench.results.stats;

import dev.convbench.results.stats.Judgement.Reason;
import java.util.ArrayList;
import java.util.List;

/** From the effects of one comparison to verdicts. */
public final class Judge {
    private Judge() {}

    /**
     * Judges effects together: the chance that anything is called although nothing differs stays below alpha for all of
     * them. Effects with too few forks for any verdict are not tested and do not count.
     *
     * @return a judgement each, in the same order
     */
    public static List<Judgement> judge(List<Effect> effects, Rule rule) {
        double[] pValues = effects.stream()
                .filter(effect -> Power.isEnough(effect, rule.alpha()))
                .mapToDouble(Effect::pValue)
                .toArray();
        double[] adjusted = Holm.adjust(pValues);
        int tests = Math.max(1, pValues.length);
        List<Judgement> judgements = new ArrayList<>();
        int tested = 0;
        for (Effect effect : effects) {
            boolean enough = Power.isEnough(effect, rule.alpha());
            judgements.add(judge(effect, rule, tests, enough ? adjusted[tested++] : Double.NaN));
        }
        return judgements;
    }

    private static Judgement judge(Effect effect, Rule rule, int tests, double adjustedP) {
        Reason reason = reason(effect, rule, adjustedP);
        return new Judgement(effect, outcome(effect, reason), reason, adjustedP, rule, tests);
    }

    private static Reason reason(Effect effect, Rule rule, double adjustedP) {
        if (!effect.hasInterval()) {
            return Reason.ONE_FORK;
        }
        if (Double.isNaN(adjustedP)) {
            return Reason.TOO_FEW_FORKS;
        }
        boolean significant = adjustedP <= rule.alpha();
        double size = Math.abs(effect.logRatio());
        if (significant && size >= rule.margin()) {
            return Reason.SIGNIFICANT;
        }
        if (effect.isWithin(rule.margin(), rule.confidence())) {
            return Reason.WITHIN_MARGIN;
        }
        return significant ? Reason.REAL_BUT_MAYBE_SMALL : Reason.TOO_NOISY;
    }

    private static Outcome outcome(Effect effect, Reason reason) {
        return switch (reason) {
            case SIGNIFICANT -> effect.logRatio() > 0 ? Outcome.REGRESSION : Outcome.IMPROVEMENT;
            case WITHIN_MARGIN -> Outcome.NO_CHANGE;
            case ONE_FORK, TOO_FEW_FORKS, REAL_BUT_MAYBE_SMALL, TOO_NOISY -> Outcome.INCONCLUSIVE;
        };
    }
}
