package io.molt.proxy.skill;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.NoMergePolicy;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/** BM25 over names, descriptions and the questions behind the skills, in memory. */
@FunctionalInterface
interface Relevance {

    /** Nothing is more relevant than anything else. */
    Relevance NONE = question -> List.of();

    /** The skills that share a word with the question, most relevant first. */
    List<KnownSkill> rank(String question);

    static Relevance of(List<KnownSkill> skills) {
        return new Bm25(skills)::rank;
    }

    /** A Lucene index; document {@code d} is skill {@code d}. */
    final class Bm25 {

        private static final String FIELD = "text";
        private static final int LONGEST_QUESTION = 8192;
        private static final int MOST_WORDS = 256;

        private final Analyzer analyzer = new EnglishAnalyzer();
        private final List<KnownSkill> skills;
        private final IndexSearcher searcher;

        private Bm25(List<KnownSkill> skills) {
            this.skills = List.copyOf(skills);
            try {
                ByteBuffersDirectory directory = new ByteBuffersDirectory();
                IndexWriterConfig config = new IndexWriterConfig(analyzer).setMergePolicy(NoMergePolicy.INSTANCE);
                try (IndexWriter writer = new IndexWriter(directory, config)) {
                    for (KnownSkill skill : skills) {
                        writer.addDocument(document(skill));
                    }
                }
                this.searcher = new IndexSearcher(DirectoryReader.open(directory));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Document document(KnownSkill skill) {
            Document document = new Document();
            document.add(text(skill.newest().name().replace('-', ' ')));
            document.add(text(skill.rule()));
            skill.newest().origin().questions().forEach(question -> document.add(text(question)));
            return document;
        }

        private static TextField text(String text) {
            return new TextField(FIELD, text, Field.Store.NO);
        }

        private List<KnownSkill> rank(String question) {
            BooleanQuery.Builder query = new BooleanQuery.Builder();
            try {
                words(question).forEach(word -> query.add(new TermQuery(new Term(FIELD, word)), Occur.SHOULD));
                List<KnownSkill> ranked = new ArrayList<>();
                for (ScoreDoc hit : searcher.search(query.build(), skills.size()).scoreDocs) {
                    ranked.add(skills.get(hit.doc));
                }
                return ranked;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private Set<String> words(String question) throws IOException {
            String bounded = question.substring(Math.max(0, question.length() - LONGEST_QUESTION));
            Set<String> words = new LinkedHashSet<>();
            try (TokenStream tokens = analyzer.tokenStream(FIELD, bounded)) {
                CharTermAttribute word = tokens.addAttribute(CharTermAttribute.class);
                tokens.reset();
                while (tokens.incrementToken() && words.size() < MOST_WORDS) {
                    words.add(word.toString());
                }
                tokens.end();
            }
            return words;
        }
    }
}
