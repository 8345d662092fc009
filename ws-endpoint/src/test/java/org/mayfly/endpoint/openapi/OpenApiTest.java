package org.mayfly.endpoint.openapi;

import org.junit.jupiter.api.Test;
import org.mayfly.endpoint.rest.RestApplication;

import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;

import static org.assertj.core.api.Assertions.assertThat;

/** The description and the code say the same, in both directions. */
class OpenApiTest {

    private final JsonObject description = read();

    @Test
    void every_method_is_described_and_every_description_has_a_method() {
        var described = new TreeSet<String>();
        description
                .getJsonObject("paths")
                .forEach((path, item) -> item.asJsonObject()
                        .keySet()
                        .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + " " + path)));
        var served = resources()
                .flatMap(OpenApiTest::methods)
                .map(OpenApiTest::address)
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(served).isNotEmpty().isEqualTo(described);
    }

    @Test
    void every_record_is_described_field_by_field() {
        var schemas = description.getJsonObject("components").getJsonObject("schemas");
        var records = new HashMap<String, Class<?>>();
        resources().forEach(resource -> collect(resource, records));
        var described = new HashSet<>(schemas.keySet());
        described.remove("Problem");
        assertThat(records.keySet()).isEqualTo(described);
        records.forEach((name, record) -> {
            var schema = schemas.getJsonObject(name);
            assertThat(schema.getJsonObject("properties").keySet()).as(name).isEqualTo(names(record, false));
            assertThat(required(schema)).as(name).isEqualTo(names(record, true));
            assertThat(schema.getBoolean("additionalProperties")).as(name).isFalse();
        });
    }

    @Test
    void every_reference_leads_somewhere() {
        var schemas =
                description.getJsonObject("components").getJsonObject("schemas").keySet();
        var references = Pattern.compile("#/components/schemas/(\\w+)")
                .matcher(description.toString())
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        assertThat(schemas).isEqualTo(references);
    }

    private static Stream<Class<?>> resources() {
        return new RestApplication().getClasses().stream().filter(type -> type.isAnnotationPresent(Path.class));
    }

    private static Stream<Method> methods(Class<?> resource) {
        return Arrays.stream(resource.getDeclaredMethods())
                .filter(method -> verb(method).isPresent());
    }

    private static Optional<String> verb(Method method) {
        return Arrays.stream(method.getAnnotations())
                .map(annotation -> annotation.annotationType().getAnnotation(HttpMethod.class))
                .filter(found -> found != null)
                .map(HttpMethod::value)
                .findFirst();
    }

    private static String address(Method method) {
        var path = "/" + method.getDeclaringClass().getAnnotation(Path.class).value();
        var own = method.getAnnotation(Path.class);
        return verb(method).orElseThrow() + " " + (own == null ? path : path + "/" + own.value());
    }

    /** Records of a resource: nested ones, and those its methods take or return, with all they hold. */
    private static void collect(Class<?> resource, Map<String, Class<?>> records) {
        Arrays.stream(resource.getDeclaredClasses()).forEach(type -> add(type, records));
        methods(resource).forEach(method -> {
            add(method.getGenericReturnType(), records);
            Arrays.stream(method.getGenericParameterTypes()).forEach(type -> add(type, records));
        });
    }

    private static void add(Type type, Map<String, Class<?>> records) {
        if (type instanceof ParameterizedType generic) {
            Arrays.stream(generic.getActualTypeArguments()).forEach(argument -> add(argument, records));
        } else if (type instanceof Class<?> record
                && record.isRecord()
                && record.getPackageName().startsWith("org.mayfly.endpoint.rest")
                && records.put(record.getSimpleName(), record) == null) {
            Arrays.stream(record.getRecordComponents())
                    .map(RecordComponent::getGenericType)
                    .forEach(component -> add(component, records));
        }
    }

    private static Set<String> names(Class<?> record, boolean requiredOnly) {
        return Arrays.stream(record.getRecordComponents())
                .filter(component -> !requiredOnly || component.getType() != Optional.class)
                .map(RecordComponent::getName)
                .collect(Collectors.toSet());
    }

    private static Set<String> required(JsonObject schema) {
        List<JsonString> required = schema.getJsonArray("required").getValuesAs(JsonString.class);
        return required.stream().map(JsonString::getString).collect(Collectors.toSet());
    }

    private static JsonObject read() {
        try (var reader = Json.createReader(OpenApiTest.class.getResourceAsStream("openapi.json"))) {
            return reader.readObject();
        }
    }
}
