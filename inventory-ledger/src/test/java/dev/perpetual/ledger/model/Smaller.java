package dev.perpetual.ledger.model;

import dev.perpetual.ledger.model.Histories.Step;
import dev.perpetual.ledger.model.Told.Sent;
import dev.perpetual.ledger.model.Told.Together;
import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes what a failing history says simpler: smaller numbers, fewer lines and parts, every step a batch of its own. */
final class Smaller {

    private Smaller() {}

    static List<Step> of(List<Step> failing) {
        var history = failing;
        for (var i = 0; i < history.size(); i++) {
            history = instead(
                    history,
                    i,
                    new Step(history.get(i).now(), true, history.get(i).sent()));
            history = instead(
                    history,
                    i,
                    new Step(0, history.get(i).fresh(), history.get(i).sent()));
            for (var again = true; again; ) {
                again = false;
                var step = history.get(i);
                for (var told : simpler(step.sent().told())) {
                    var sent = new Sent(step.sent().id(), (Told) told);
                    var other = instead(history, i, new Step(step.now(), step.fresh(), sent));
                    if (other != history) {
                        history = other;
                        again = true;
                        break;
                    }
                }
            }
        }
        return history;
    }

    private static List<Step> instead(List<Step> history, int i, Step step) {
        if (history.get(i).equals(step)) {
            return history;
        }
        var other = new ArrayList<>(history);
        other.set(i, step);
        return Run.of(other) == null ? history : other;
    }

    /** Records that differ from the one given in one component, which is simpler. */
    private static List<Object> simpler(Object record) {
        var all = new ArrayList<Object>();
        if (record instanceof Together(var parts) && parts.size() == 1) {
            return all;
        }
        try {
            var components = record.getClass().getRecordComponents();
            var types = new Class<?>[components.length];
            var values = new Object[components.length];
            for (var i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = components[i].getAccessor().invoke(record);
            }
            var made = record.getClass().getDeclaredConstructor(types);
            for (var i = 0; i < components.length; i++) {
                var value = values[i];
                for (var other : simplerValues(components[i].getName(), value)) {
                    values[i] = other;
                    all.add(made.newInstance(values));
                }
                values[i] = value;
            }
            fewerUnits(components, values, made, all);
        } catch (ReflectiveOperationException wrong) {
            throw new IllegalStateException(wrong);
        }
        return all;
    }

    /** A quantity follows the units that are named. */
    private static void fewerUnits(RecordComponent[] components, Object[] values, Constructor<?> made, List<Object> all)
            throws ReflectiveOperationException {
        for (var i = 0; i < components.length; i++) {
            if (!components[i].getName().equals("serials") || ((List<?>) values[i]).size() < 2) {
                continue;
            }
            for (var j = 0; j < components.length; j++) {
                if (components[j].getName().equals("quantity")) {
                    for (var one : (List<?>) values[i]) {
                        var other = values.clone();
                        other[i] = List.of(one);
                        other[j] = 1L;
                        all.add(made.newInstance(other));
                    }
                }
            }
        }
    }

    private static List<Object> simplerValues(String name, Object value) {
        var others = new ArrayList<Object>();
        switch (value) {
            case null -> {}
            case Long number
            when name.equals("quantity") || name.equals("counted") || name.equals("reported") ->
                numbers(number, others);
            case Long number when name.equals("at") && number != 0 -> others.add(0L);
            case List<?> list when name.equals("lines") || name.equals("parts") -> lists(list, others);
            case List<?> list when name.equals("serials") && !list.isEmpty() -> others.add(List.of());
            case Map<?, ?> parts -> parts(parts, others);
            case Told.Wares wares when !wares.equals(Told.Wares.PLAIN) -> others.add(Told.Wares.PLAIN);
            case Told.Who who when !who.equals(Told.Who.NOBODY) -> others.add(Told.Who.NOBODY);
            default -> {}
        }
        return others;
    }

    /** From 1 halfway back to the number again and again: one by one, there is no end where only huge ones fail. */
    private static void numbers(long number, List<Object> others) {
        for (var less = number - 1; less > 0; less /= 2) {
            others.add(number - less);
        }
    }

    private static void lists(List<?> list, List<Object> others) {
        for (var i = 0; i < list.size(); i++) {
            if (list.size() > 1) {
                var fewer = new ArrayList<Object>(list);
                fewer.remove(i);
                others.add(fewer);
            }
            if (list.get(i) instanceof Record part) {
                for (var simple : simpler(part)) {
                    var other = new ArrayList<Object>(list);
                    other.set(i, simple);
                    others.add(other);
                }
            }
        }
    }

    private static void parts(Map<?, ?> parts, List<Object> others) {
        for (var part : parts.keySet()) {
            var fewer = new TreeMap<Object, Object>(parts);
            fewer.remove(part);
            if (!fewer.isEmpty()) {
                others.add(fewer);
            }
            var smaller = new ArrayList<Object>();
            numbers((Long) parts.get(part), smaller);
            for (var number : smaller) {
                var other = new TreeMap<Object, Object>(parts);
                other.put(part, number);
                others.add(other);
            }
        }
    }
}
