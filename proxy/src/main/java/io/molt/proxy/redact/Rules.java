package io.molt.proxy.redact;

import static io.molt.proxy.redact.Expression.around;
import static io.molt.proxy.redact.Rule.anywhere;
import static io.molt.proxy.redact.Rule.prefixed;
import static io.molt.proxy.redact.Rule.word;

import java.util.List;
import java.util.stream.Stream;

/**
 * The kinds of secrets that molt knows, the more specific ones first.
 *
 * <p>The forms are those that the services document, or that their own secret scanners use.
 */
final class Rules {

    private Rules() {}

    static List<Rule> all() {
        return Stream.of(keyFiles(), models(), clouds(), hosts(), code(), messaging(), shops(), Places.rules())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Rule> keyFiles() {
        return List.of(
                anywhere("private-key", new PrivateKey(), "-----BEGIN ", "---- BEGIN ", PrivateKey.PUTTY),
                prefixed("age-key", "AGE-SECRET-KEY-1", "[0-9A-Z]{58}"));
    }

    private static List<Rule> models() {
        return List.of(
                prefixed("molt-key", "molt_", "[0-9A-Za-z]{40,64}+"),
                prefixed("anthropic-key", "sk-ant-", "[a-z]{2,10}[0-9]{2}-[\\w-]{20,200}+"),
                prefixed("openrouter-key", "sk-or-", "v[0-9]-[0-9a-f]{48,64}+"),
                word("openai-key", Expression.of("(?<!-)sk-[\\w-]{20,250}+", Randomness::isRandom), "sk-"),
                prefixed("google-key", "AIza", "[\\w-]{35}(?![\\w-])"),
                prefixed("google-token", "ya29.", "[\\w.-]{20,500}+"),
                prefixed("google-client-secret", "GOCSPX-", "[\\w-]{20,40}+"),
                prefixed("huggingface-token", "hf_", "[A-Za-z0-9]{30,40}+"),
                prefixed("huggingface-token", "api_org_", "[A-Za-z0-9]{30,40}+"),
                prefixed("groq-key", "gsk_", "[A-Za-z0-9]{40,64}+"),
                prefixed("xai-key", "xai-", "[A-Za-z0-9]{60,100}+"),
                prefixed("perplexity-key", "pplx-", "[A-Za-z0-9]{40,64}+"),
                prefixed("replicate-token", "r8_", "[A-Za-z0-9]{32,48}+"));
    }

    private static List<Rule> clouds() {
        String awsId = "A(?:[KSB]I|CC)A[A-Z0-9]{16}(?![A-Za-z0-9])";
        String[] awsIds = {"AKIA", "ASIA", "ABIA", "ACCA"};
        String[] awsNames = {"secret_access_key", "secretaccesskey", "secret access key", "secret-access-key"};
        String awsSecret = "(?<![A-Za-z0-9/+])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])";
        return List.of(
                word("aws-access-key", Expression.of(awsId), awsIds),
                word("aws-secret-key", Nearby.of(awsId, 180, awsSecret), awsIds),
                anywhere("aws-secret-key", Nearby.of("", 80, awsSecret), awsNames),
                anywhere(
                        "azure-key",
                        Expression.of("[A-Za-z]{10,16}+=([A-Za-z0-9+/]{42,88}+={0,2})"),
                        "AccountKey=",
                        "SharedAccessKey="),
                anywhere("azure-key", around(52, "(?<!\\w)[A-Za-z0-9]{52}JQQJ99[A-Za-z0-9]{26}(?!\\w)"), "JQQJ99"),
                anywhere("azure-client-secret", around(4, "(?<![\\w~.-])[\\w~.-]{3}[0-9]Q~[\\w~.-]{31,34}+"), "Q~"));
    }

    private static List<Rule> hosts() {
        return List.of(
                word("digitalocean-token", Expression.of("do[opr]_v1_[0-9a-f]{64}"), "doo_v1_", "dop_v1_", "dor_v1_"),
                prefixed("databricks-token", "dapi", "[0-9a-f]{32}(?:-[0-9])?(?![0-9a-z])"),
                word("vault-token", Expression.of("hv[sbr]\\.[\\w-]{20,300}+"), "hvs.", "hvb.", "hvr."),
                anywhere(
                        "terraform-token",
                        around(14, "(?<!\\w)[A-Za-z0-9]{14}\\.atlasv1\\.[\\w=-]{40,100}+"),
                        ".atlasv1."),
                prefixed("planetscale-token", "pscale_", "(?:tkn|pw|oauth)_[\\w.=-]{32,64}+"),
                prefixed("supabase-token", "sbp_", "[0-9a-f]{40}"),
                prefixed("supabase-token", "sb_secret_", "[\\w-]{24,60}+"),
                prefixed("heroku-key", "HRKU-", "[\\w-]{36,80}+"),
                prefixed("doppler-token", "dp.", "(?:pt|st|ct|sa|scim|audit)\\.[\\w.-]{40,80}+"),
                word("grafana-token", Expression.of("glsa_[A-Za-z0-9]{32}_[0-9a-fA-F]{8}"), "glsa_"),
                prefixed("grafana-token", "glc_", "eyJ[A-Za-z0-9+/=]{32,400}+"),
                prefixed("newrelic-key", "NRAK-", "[A-Z0-9]{27}"));
    }

    private static List<Rule> code() {
        String[] gitlab = {
            "glpat-", "glptt-", "gldt-", "glrt-", "glsoat-", "glcbt-", "glft-", "glimt-", "glagent-", "gloas-"
        };
        return List.of(
                prefixed("github-token", "github_pat_", "[A-Za-z0-9_]{50,255}+"),
                word("github-token", Expression.of("gh[po]_[A-Za-z0-9]{36,255}+"), "ghp_", "gho_"),
                word("github-app-token", Expression.of("gh[usr]_[\\w.-]{36,520}+"), "ghu_", "ghs_", "ghr_"),
                word("gitlab-token", Expression.of("gl[a-z]{2,6}-[\\w.=-]{20,300}+"), gitlab),
                prefixed("npm-token", "npm_", "[A-Za-z0-9]{36,64}+"),
                prefixed("pypi-token", "pypi-", "AgE[\\w-]{50,500}+"),
                word("docker-token", Expression.of("dckr_[op]at_[\\w-]{20,64}+"), "dckr_pat_", "dckr_oat_"),
                prefixed("postman-key", "PMAK-", "[0-9a-f]{24}-[0-9a-f]{34}"),
                prefixed("linear-key", "lin_api_", "[A-Za-z0-9]{32,64}+"),
                prefixed("notion-token", "ntn_", "[A-Za-z0-9]{40,64}+"),
                prefixed("atlassian-token", "ATATT3", "[\\w=-]{60,300}+"),
                prefixed("airtable-token", "pat", "[A-Za-z0-9]{14}\\.[0-9a-f]{64}"));
    }

    private static List<Rule> messaging() {
        String[] slack = {"xoxa-", "xoxb-", "xoxe-", "xoxe.", "xoxo-", "xoxp-", "xoxr-", "xoxs-", "xapp-"};
        String[] discord = {"MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"};
        String hex32 = "(?<![0-9A-Za-z])[0-9a-f]{32}(?![0-9A-Za-z])";
        return List.of(
                word("slack-token", Expression.of("(?:xox[abeoprs]|xapp)[-.][\\w.-]{15,300}+"), slack),
                anywhere(
                        "slack-webhook",
                        Expression.of("(?i:hooks\\.slack\\.com)/(\\w{4,12}+/[A-Za-z0-9/]{20,120}+)"),
                        "hooks.slack.com/"),
                anywhere("telegram-token", around(10, "(?<![0-9])[0-9]{8,10}:AA[\\w-]{32,34}(?![\\w-])"), ":AA"),
                word("discord-token", Expression.of("[MNO][\\w-]{22,28}+\\.[\\w-]{6}\\.[\\w-]{27,40}+"), discord),
                anywhere(
                        "discord-webhook",
                        Expression.of("(?i:/api/webhooks)/([0-9]{16,20}/[\\w-]{50,100}+)"),
                        "/api/webhooks/"),
                prefixed("sendgrid-key", "SG.", "[\\w-]{16,32}+\\.[\\w-]{32,64}+"),
                prefixed("mailgun-key", "key-", "[0-9a-f]{32}(?![0-9a-z])"),
                anywhere(
                        "mailgun-key",
                        Nearby.of("", 160, "(?<!\\w)[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}(?!\\w)"),
                        "mailgun"),
                prefixed("twilio-key", "SK", "[0-9a-f]{32}(?![0-9A-Za-z])"),
                anywhere("twilio-token", Nearby.of("", 120, hex32), "twilio"));
    }

    private static List<Rule> shops() {
        return List.of(
                word(
                        "stripe-key",
                        Expression.of("[sr]k_(?:live|test)_[A-Za-z0-9]{16,250}+"),
                        "sk_live_",
                        "sk_test_",
                        "rk_live_",
                        "rk_test_"),
                prefixed("stripe-webhook-secret", "whsec_", "[A-Za-z0-9+/=]{24,80}+"),
                word(
                        "shopify-token",
                        Expression.of("shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}"),
                        "shpat_",
                        "shpca_",
                        "shppa_",
                        "shpss_"),
                prefixed("square-token", "sq0", "(?:atp|csp|idp)-[\\w-]{22,64}+"),
                prefixed("square-token", "EAAA", "[\\w-]{60}(?![\\w-])"));
    }
}
