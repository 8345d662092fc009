package org.mayfly.endpoint.rest.json;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;

/**
 * Records to JSON objects and back. Component names are field names; an {@link Optional} may be absent, all else is
 * required; an unknown field, a null and a value of another kind are refused. {@link Scalars} lists the value types.
 */
public final class RecordJson {

    private RecordJson() {}

    /** @throws IllegalArgumentException unless the object is exactly such a record */
    public static <R> R read(Class<R> type, JsonObject object) {
        var components = type.getRecordComponents();
        var known = Arrays.stream(components).map(RecordComponent::getName).collect(Collectors.toSet());
        if (!known.containsAll(object.keySet())) {
            throw new IllegalArgumentException("unknown field");
        }
        var arguments = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            arguments[i] = component(components[i], object);
        }
        return construct(type, components, arguments);
    }

    /** A record, a list of what can be written, or a scalar. */
    public static JsonValue write(Object value) {
        if (value instanceof Record record) {
            var scalar = Scalars.write(record);
            return scalar.isPresent() ? scalar.get() : object(record);
        }
        if (value instanceof List<?> list) {
            var array = Json.createArrayBuilder();
            list.forEach(each -> array.add(write(each)));
            return array.build();
        }
        return Scalars.write(value)
                .orElseThrow(() -> new IllegalStateException(
                        "no JSON for " + value.getClass().getName()));
    }

    private static JsonObject object(Record record) {
        var object = Json.createObjectBuilder();
        for (var component : record.getClass().getRecordComponents()) {
            var value = get(record, component);
            if (value instanceof Optional<?> optional) {
                optional.ifPresent(present -> object.add(component.getName(), write(present)));
            } else {
                object.add(component.getName(), write(value));
            }
        }
        return object.build();
    }

    private static Object component(RecordComponent component, JsonObject object) {
        var value = object.get(component.getName());
        if (component.getType() == Optional.class) {
            return value == null ? Optional.empty() : Optional.of(value(argument(component.getGenericType()), value));
        }
        if (value == null) {
            throw new IllegalArgumentException("missing field");
        }
        return value(component.getGenericType(), value);
    }

    private static Object value(Type type, JsonValue value) {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            if (!(value instanceof JsonArray array)) {
                throw new IllegalArgumentException("not an array");
            }
            return array.stream().map(each -> value(argument(list), each)).toList();
        }
        if (type instanceof Class<?> kind && Scalars.reads(kind)) {
            return Scalars.read(kind, value);
        }
        if (type instanceof Class<?> kind && kind.isRecord() && value instanceof JsonObject object) {
            return read(kind, object);
        }
        throw new IllegalArgumentException("not an object");
    }

    private static Type argument(Type type) {
        return ((ParameterizedType) type).getActualTypeArguments()[0];
    }

    private static <R> R construct(Class<R> type, RecordComponent[] components, Object[] arguments) {
        var kinds = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            var constructor = type.getDeclaredConstructor(kinds);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException refused) {
            throw new IllegalArgumentException("refused by the record", refused);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static Object get(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
