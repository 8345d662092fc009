package org.mayfly.system.architecture;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mayfly.system.promise.Verifies;

import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigestSpi;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.SecureRandomSpi;
import java.security.SignatureSpi;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.CipherSpi;
import javax.crypto.KeyAgreementSpi;
import javax.crypto.MacSpi;
import javax.sql.DataSource;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInAnyPackage;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The arrows of {@code docs/architecture.puml} and the house rules that a machine can check. */
class ArchitectureTest {

    private static final Path DIAGRAM = Path.of("../docs/architecture.puml");

    @Test
    void modules_know_each_other_only_along_the_arrows_of_the_diagram() throws Exception {
        adheresTo(DIAGRAM).check(ModuleClasses.ALL);
    }

    @Test
    void a_reversed_arrow_in_the_diagram_fails_the_rule(@TempDir Path folder) throws Exception {
        var reversed = Files.readString(DIAGRAM)
                .replace("[ws-endpoint] --> [ejb-messaging]", "[ejb-messaging] --> [ws-endpoint]");
        var page = Files.writeString(folder.resolve("reversed.puml"), reversed);
        assertThatThrownBy(() -> adheresTo(page).check(ModuleClasses.ALL))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("org.mayfly.endpoint");
    }

    @Test
    void all_modules_are_looked_at() {
        for (var part :
                new String[] {"protocol.value", "messaging.mailbox", "endpoint", "admin", "client", "launcher"}) {
            assertThat(ModuleClasses.ALL.that(resideInAPackage("org.mayfly." + part + "..")))
                    .as(part)
                    .isNotEmpty();
        }
    }

    @Test
    void messaging_knows_no_transport() {
        noClasses()
                .that()
                .resideInAPackage("org.mayfly.messaging..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.ws.rs..", "jakarta.websocket..", "jakarta.faces..", "jakarta.servlet..")
                .check(ModuleClasses.ALL);
    }

    @Test
    void transports_see_no_entity_and_no_database() {
        noClasses()
                .that()
                .resideInAnyPackage("org.mayfly.endpoint..", "org.mayfly.admin..", "org.mayfly.web..")
                .should()
                .dependOnClassesThat()
                .areAnnotatedWith(Entity.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(EntityManager.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Connection.class)
                .check(ModuleClasses.ALL);
    }

    @Test
    void only_named_classes_touch_the_database() {
        noClasses()
                .that()
                .resideInAPackage("org.mayfly.messaging..")
                .and()
                .haveNameNotMatching(".*\\.(Jpa|Jdbc)[A-Za-z]*(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(EntityManager.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Connection.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(DataSource.class)
                .check(ModuleClasses.ALL);
    }

    @Test
    void numbers_for_operators_are_made_in_one_place_where_a_label_is_a_constant() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.mayfly.messaging.signal")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.prometheus..")
                .check(ModuleClasses.ALL);
        noClasses()
                .that()
                .resideInAPackage("org.mayfly.messaging.signal")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.mayfly.protocol..", "java.util.regex..")
                .check(ModuleClasses.ALL);
    }

    @Test
    void features_are_free_of_cycles() {
        slices().matching("org.mayfly.messaging.(*)..")
                .should()
                .beFreeOfCycles()
                .check(ModuleClasses.ALL);
        slices().matching("org.mayfly.client.(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(ModuleClasses.ALL);
        slices().matching("org.mayfly.endpoint.(*)..").should().beFreeOfCycles().check(ModuleClasses.ALL);
    }

    @Test
    void nothing_is_injected_into_fields() {
        noFields().should().beAnnotatedWith(Inject.class).check(ModuleClasses.ALL);
    }

    @Test
    void the_time_comes_from_an_injected_clock() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..time..", "org.mayfly.launcher..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(ModuleClasses.ALL);
    }

    @Test
    @Verifies(
            value = "P1.4",
            parts = {"server", "java"},
            kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void random_numbers_come_from_one_source() {
        var elsewhere = noClasses().that().resideOutsideOfPackages("..crypto..", "org.mayfly.launcher..");
        var rules = List.of(
                noClasses().should().dependOnClassesThat().areAssignableTo(ThreadLocalRandom.class),
                noClasses().should().callConstructor(Random.class),
                noClasses().should().callMethod(Math.class, "random"),
                noClasses().should().callMethod(UUID.class, "randomUUID"),
                elsewhere.should().callConstructor(SecureRandom.class),
                elsewhere
                        .should()
                        .callMethodWhere(
                                target(owner(type(SecureRandom.class))).and(target(nameStartingWith("getInstance")))));
        var planted = new ClassFileImporter().importClasses(Breaches.OtherRandomNumbers.class);
        for (var rule : rules) {
            rule.check(ModuleClasses.ALL);
            assertThat(rule.evaluate(planted).hasViolation())
                    .as("control: %s", rule.getDescription())
                    .isTrue();
        }
    }

    @Test
    @Verifies(value = "P1.3", parts = "java", kind = Verifies.Kind.CHECK_WITH_CONTROL)
    void no_primitive_of_cryptography_is_written_here() {
        var rule = noClasses()
                .should()
                .beAssignableTo(MessageDigestSpi.class)
                .orShould()
                .beAssignableTo(SignatureSpi.class)
                .orShould()
                .beAssignableTo(CipherSpi.class)
                .orShould()
                .beAssignableTo(MacSpi.class)
                .orShould()
                .beAssignableTo(KeyAgreementSpi.class)
                .orShould()
                .beAssignableTo(SecureRandomSpi.class)
                .orShould()
                .beAssignableTo(Provider.class);
        rule.check(ModuleClasses.ALL);
        var providers = noClasses()
                .that()
                .resideInAPackage("org.mayfly.protocol..")
                .and()
                .resideOutsideOfPackages("..crypto..", "..oprf..", "..hpke..", "..recovery..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javax.crypto..", "org.bouncycastle..", "com.amazon.corretto..");
        providers.check(ModuleClasses.ALL);
        assertThat(rule.evaluate(new ClassFileImporter().importClasses(Breaches.OwnHash.class))
                        .hasViolation())
                .as("control: a hash of our own")
                .isTrue();
    }

    @Test
    void the_environment_is_read_in_one_place() {
        noClasses()
                .that()
                .resideOutsideOfPackages("..config..")
                .and()
                .haveNameNotMatching("org\\.mayfly\\.launcher\\.command\\.Main")
                .should()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getenv")
                .check(ModuleClasses.ALL);
    }

    @Test
    void names_say_what_a_class_is() {
        noClasses()
                .should()
                .haveNameMatching(".*(Util|Utils|Helper|Impl|Manager|Dto)(\\$.*)?")
                .check(ModuleClasses.ALL);
    }

    @Test
    void the_control_finds_a_class_that_breaks_a_rule() {
        assertThatThrownBy(() -> classes()
                        .that()
                        .resideInAPackage("org.mayfly.protocol.value")
                        .should()
                        .haveSimpleName("Nothing")
                        .check(ModuleClasses.ALL))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchRule adheresTo(Path diagram) throws MalformedURLException {
        URL page = diagram.toUri().toURL();
        return classes()
                .that(alwaysTrue())
                .should(adhereToPlantUmlDiagram(page, consideringOnlyDependenciesInAnyPackage("org.mayfly..")));
    }
}
