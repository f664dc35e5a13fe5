package io.molt.schemas.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.molt.schemas.SealedRecord;
import io.molt.schemas.codec.Codecs;
import io.molt.schemas.codec.UnreadableRecord;
import io.molt.schemas.log.Exchange;
import io.molt.schemas.log.Judgement;
import io.molt.schemas.log.LogEntry;
import io.molt.schemas.log.LogPosition;
import io.molt.schemas.log.NextState;
import io.molt.schemas.log.NextStateKind;
import io.molt.schemas.log.ScoredTurn;
import io.molt.schemas.log.Tick;
import io.molt.schemas.log.Vote;
import io.molt.schemas.turn.ChatMessage;
import io.molt.schemas.turn.ContextMessage;
import io.molt.schemas.turn.MessageBody;
import io.molt.schemas.turn.MessageChunk;
import io.molt.schemas.turn.Outcome;
import io.molt.schemas.turn.Sampled;
import io.molt.schemas.turn.ServedBy;
import io.molt.schemas.turn.Timing;
import io.molt.schemas.turn.TurnKind;
import io.molt.schemas.turn.TurnRef;
import io.molt.schemas.turn.TurnRequested;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentSealTest {

    private static final String SECRET = "the secret is blue elephants";
    private static final TurnRef TURN = new TurnRef("alice", "s-1", "t-1");

    @TempDir
    private Path directory;

    private ContentKeys keys;
    private ContentSeal seal;

    @BeforeEach
    void make() {
        keys = new ContentKeys(directory);
        seal = ContentSeal.with(keys);
    }

    @Test
    void a_sealed_request_comes_back_as_it_was_and_shows_nothing_meanwhile() throws Exception {
        byte[] sealed = seal.seal(request(), 100).orElseThrow();

        assertThat(new String(sealed, UTF_8)).doesNotContain("elephants").doesNotContain("body-hash");
        assertThat(Codecs.TURNS.decode(seal.open(sealed).orElseThrow())).isEqualTo(request());
        assertThat(Codecs.SEALED.decode(sealed).turnId()).isEqualTo("t-1");
    }

    @Test
    void a_sealed_turn_of_the_log_comes_back_as_it_was_and_shows_nothing_meanwhile() throws Exception {
        byte[] sealed = seal.sealEntry(bytes(scored()));

        assertThat(new String(sealed, UTF_8)).doesNotContain("elephants");
        assertThat(Codecs.SCORED.decode(seal.open(sealed).orElseThrow())).isEqualTo(scored());
    }

    @Test
    void of_a_forgotten_session_a_request_is_nothing_and_a_turn_of_the_log_its_place_and_numbers() throws Exception {
        byte[] request = seal.seal(request(), 100).orElseThrow();
        byte[] scored = seal.sealEntry(bytes(scored()));

        keys.destroy("alice", "s-1", 1_000);

        assertThat(seal.open(request)).isEmpty();
        assertThat(Codecs.SCORED.decode(seal.open(scored).orElseThrow())).isEqualTo(scored().withoutContent());
    }

    @Test
    void what_was_on_its_way_when_its_session_was_forgotten_is_not_sealed_under_the_next_key() throws Exception {
        seal.seal(request(), 100);
        keys.destroy("alice", "s-1", 1_000);
        assertThat(seal.generation(TURN, 1_001)).contains(2);
        assertThat(seal.generation(TURN, 1_000)).isEmpty();

        assertThat(seal.seal(request(), 100)).isEmpty();
        assertThat(Codecs.SCORED.decode(seal.sealEntry(bytes(scored())))).isEqualTo(scored().withoutContent());
        assertThat(Codecs.SCORED.decode(seal.sealEntry(bytes(scored().withoutContent()))))
                .isEqualTo(scored().withoutContent());
    }

    @Test
    void a_turn_without_content_keeps_what_batches_are_formed_of() {
        ScoredTurn bare = scored().withoutContent();

        assertThat(bare.forgotten()).isTrue();
        assertThat(scored().forgotten()).isFalse();
        assertThat(bare.toString()).doesNotContain("elephants");
        assertThat(bare.judgement().reward()).isEqualTo(-1);
        assertThat(bare.judgement().hint()).isEqualTo(ScoredTurn.FORGOTTEN);
        assertThat(bare.sampled().known()).isTrue();
        assertThat(bare.sampled().forgotten()).isTrue();
        assertThat(scored().sampled().forgotten()).isFalse();
        assertThat(bare.exchange().servedBy().version()).isEqualTo(3);
        assertThat(bare.withoutContent()).isEqualTo(bare);
    }

    @Test
    void what_has_no_content_and_what_older_releases_wrote_travels_as_it_is() throws Exception {
        Outcome outcome = new Outcome("alice", "s-1", "o", 1, 5);
        Tick tick = new Tick(new LogPosition("alice", 1, 1));

        assertThat(seal.seal(outcome, 5)).contains(Codecs.TURNS.encode(outcome));
        assertThat(seal.sealEntry(bytes(tick))).isEqualTo(bytes(tick));
        byte[] old = Codecs.TURNS.encode(request());
        assertThat(seal.open(old)).contains(old);
        assertThat(ContentSeal.NONE.seal(request(), 100)).contains(old);
        assertThat(ContentSeal.of(" ")).isSameAs(ContentSeal.NONE);
    }

    @Test
    void a_record_that_was_tampered_with_stays_sealed_and_is_no_turn() throws Exception {
        Random random = new Random(7);
        byte[] sealed = seal.seal(new MessageChunk(TURN, "body-hash", 0, 1, SECRET), 100)
                .orElseThrow();
        for (int i = 0; i < 5_000; i++) {
            byte[] broken = sealed.clone();
            broken[10 + random.nextInt(broken.length - 10)] ^= (byte) (1 << random.nextInt(8));
            byte[] opened;
            try {
                if (Codecs.SEALED.decode(broken).equals(Codecs.SEALED.decode(sealed))) {
                    continue; // a bit of a number's last byte that says nothing
                }
            } catch (UnreadableRecord expected) {
                assertThat(expected).hasMessageContaining("SealedRecord");
            }
            try {
                opened = seal.open(broken).orElseThrow();
            } catch (IOException noSuchKey) {
                continue; // another session, or another generation
            }
            assertThat(opened).as("round %d", i).isEqualTo(broken);
            assertThatThrownBy(() -> Codecs.TURNS.decode(opened)).isInstanceOf(UnreadableRecord.class);
        }
    }

    @Test
    void one_sessions_content_cannot_be_passed_off_as_anothers() throws Exception {
        var others = new MessageChunk(new TurnRef("alice", "s-2", "t"), "h", 0, 1, "x");
        long other = Codecs.SEALED.decode(seal.seal(others, 100).orElseThrow()).fingerprint();
        var mine = Codecs.SEALED.decode(seal.seal(request(), 100).orElseThrow());

        for (var forged : List.of(
                new SealedRecord("alice", "s-2", "t-1", 1, other, mine.remains(), mine.sealed()),
                new SealedRecord("alice", "s-1", "t-2", 1, mine.fingerprint(), mine.remains(), mine.sealed()),
                new SealedRecord("alice", "s-1", "t-1", 1, mine.fingerprint(), new byte[] {1}, mine.sealed()))) {
            byte[] bytes = Codecs.SEALED.encode(forged);
            assertThat(seal.open(bytes)).contains(bytes);
        }
    }

    @Test
    void keys_that_were_lost_and_made_anew_are_found_out() throws Exception {
        byte[] sealed = seal.seal(request(), 100).orElseThrow();

        ContentSeal anew = ContentSeal.with(ContentKeys.create(directory.resolve("other")));
        anew.seal(request(), 100);

        assertThatThrownBy(() -> anew.open(sealed)).hasMessageContaining("keys were lost, and made anew");
    }

    @Test
    void what_a_newer_release_sealed_stays_sealed_since_nobody_here_could_seal_it_again() throws Exception {
        ContentKey key = keys.sealing("alice", "s-1", 100).orElseThrow();
        byte[] newer = Codecs.TURNS.encode(request());
        newer[5] ^= 1; // of the name of its form

        byte[] sealed = seal.sealed(TURN, key, new byte[0], newer);

        assertThat(Codecs.TURNS.claims(newer)).isFalse();
        assertThat(seal.open(sealed)).contains(sealed);
        assertThatThrownBy(() -> Codecs.TURNS.decode(sealed)).isInstanceOf(UnreadableRecord.class);
    }

    @Test
    void a_turn_that_says_the_mark_itself_is_sealed_like_any_other() throws Exception {
        ScoredTurn odd = new ScoredTurn(
                scored().position(),
                TURN,
                0,
                scored().withoutContent().exchange(),
                Sampled.UNKNOWN,
                scored().nextState(),
                scored().judgement());

        assertThat(odd.forgotten()).isFalse();
        assertThat(new String(seal.sealEntry(bytes(odd)), UTF_8)).doesNotContain("elephants");
    }

    @Test
    void without_a_directory_of_keys_a_sealed_record_is_an_error() throws Exception {
        byte[] sealed = seal.seal(request(), 100).orElseThrow();

        assertThatThrownBy(() -> ContentSeal.NONE.open(sealed)).hasMessageContaining("keys.directory");
        assertThatThrownBy(() ->
                        ContentSeal.of(directory.resolve("other").toString()).open(sealed))
                .isInstanceOf(IOException.class);
    }

    @Test
    void what_repeats_itself_becomes_shorter() throws Exception {
        String long0 = SECRET.repeat(1_000);
        byte[] sealed = seal.seal(new MessageChunk(TURN, "h", 0, 1, long0), 100).orElseThrow();

        assertThat(sealed.length).isLessThan(1_000);
        assertThat(Codecs.TURNS.decode(seal.open(sealed).orElseThrow()))
                .isEqualTo(new MessageChunk(TURN, "h", 0, 1, long0));
    }

    @Test
    void what_was_opened_is_sealed_again_before_it_is_written_elsewhere() throws Exception {
        byte[] open = Codecs.TURNS.encode(request());

        byte[] sealed = seal.sealAgain(open);
        assertThat(new String(sealed, UTF_8)).doesNotContain("elephants");
        assertThat(seal.open(sealed)).contains(open);
        assertThat(seal.sealAgain(Arrays.copyOf(open, open.length - 5)))
                .as("whose is it?")
                .isEmpty();
        assertThat(seal.sealAgain(new byte[] {1, 2})).containsExactly(1, 2);
        assertThat(ContentSeal.NONE.sealAgain(open)).isEqualTo(open);

        keys.destroy("alice", "s-1", 1_000);
        assertThat(seal.sealAgain(open)).isEmpty();
    }

    private static byte[] bytes(LogEntry entry) {
        return Codecs.SCORED.encode(entry);
    }

    private static TurnRequested request() {
        return new TurnRequested(
                TURN,
                100,
                TurnKind.MAIN,
                List.of(new ContextMessage("user", "match-hash", "body-hash")),
                List.of(new MessageBody("body-hash", "user", SECRET, "")),
                true,
                false);
    }

    private static ScoredTurn scored() {
        return new ScoredTurn(
                new LogPosition("alice", 4, 500),
                TURN,
                0,
                new Exchange(
                        TurnKind.MAIN,
                        new Timing(100, 110, 120),
                        new ServedBy("alice@v3", true, List.of("rule@v1"), 1, "elephants are injected"),
                        List.of(new ChatMessage("user", SECRET)),
                        "elephants, you say"),
                new Sampled(new int[] {5, 6}, new int[] {7}, new float[] {-0.5f}, 0.7),
                new NextState(NextStateKind.USER_REPLY, "t-2", "no, not elephants", 300),
                new Judgement(
                        "",
                        -1,
                        "never say elephants",
                        List.of(new Vote(true, -1, "no elephants", "elephants: -1")),
                        "rules",
                        "elephants?"));
    }
}
