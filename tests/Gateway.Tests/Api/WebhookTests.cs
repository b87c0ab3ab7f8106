using System.Text.Json;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class WebhookTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_new_webhook_is_deactivated_and_shown_whole()
    {
        var url = gateway.ProvingUrl();

        var made = await gateway.Api.Post("/v1/webhooks", $$"""{"name":"idle_alert","url":"{{url}}","events":["IDLE","posted"]}""");

        Assert.Equal(201, made.Status);
        var id = made["id"].GetInt64();
        Assert.Equal($"/v1/webhooks/{id}", made.Headers.Location?.OriginalString);
        var created = made["created_at"].GetString();
        Assert.EndsWith("Z", created, StringComparison.Ordinal);
        Assert.Equal(
            $$"""
            {"id":{{id}},"name":"idle_alert","url":"{{url}}","content_type":"json","profile":"head_data","form_style":"brackets","email":null,"auth":{"type":"none","username":null,"password":null,"value":null,"set":false},"headers":[],"client_certificate":null,"triggers":[{"type":"idle"},{"type":"posted_speed","over_mph":10}],"scope":{"groups":[],"vehicles":[]},"delivery":{"retry":"standard","timeout_s":15,"max_in_flight":16,"rate_per_s":null,"on_failure":"move_on","skip_after":null,"coalesce":false,"max_age_s":null,"batch_max":null,"batch_wait_ms":null,"max_depth":100000},"signature":{"scheme":"standard"},"ownership":"check","enabled":false,"verification":"unverified","status":"deactivated","queue_depth":0,"queue_spilled":0,"oldest_age_s":null,"total_messages":0,"last_status":null,"notices":[],"created_at":"{{created}}","version":1}
            """,
            made.Text);
        Assert.Equal(made.Text, (await gateway.Api.Get($"/v1/webhooks/{id}")).Text);
        Assert.Contains((await gateway.Api.Get("/v1/webhooks?limit=200"))["data"].EnumerateArray(), w => w.GetProperty("id").GetInt64() == id);
    }

    [Fact]
    public async Task What_is_set_comes_back_but_for_secrets()
    {
        var made = await gateway.Api.Post("/v1/webhooks", $$$"""
            {"name":"full","url":"{{{gateway.ProvingUrl()}}}","content_type":"form","form_style":"payload","email":"ops@example.com",
             "auth":{"type":"basic","username":"u","password":"very secret"},
             "triggers":[{"type":"speed","mph":70},{"type":"idle","min_s":300,"landmarks":[12]}],
             "scope":{"vehicles":["truck-1"]},
             "delivery":{"retry":{"preset":"custom","waits_s":[1,5,30]},"timeout_s":5,"max_in_flight":1,"on_failure":"block"}}
            """);

        Assert.Equal(201, made.Status);
        Assert.DoesNotContain("very secret", made.Text, StringComparison.Ordinal);
        Assert.Equal("""{"type":"basic","username":"u","password":null,"value":null,"set":true}""", made["auth"].GetRawText());
        Assert.Equal("""[{"type":"speed","mph":70},{"type":"idle","min_s":300,"landmarks":[12]}]""", made["triggers"].GetRawText());
        Assert.Equal("""["truck-1"]""", made["scope"].GetProperty("vehicles").GetRawText());
        Assert.Equal("""{"preset":"custom","waits_s":[1,5,30]}""", made["delivery"].GetProperty("retry").GetRawText());
        Assert.Equal("payload", made["form_style"].GetString());
        Assert.Equal("block", made["delivery"].GetProperty("on_failure").GetString());
    }

    [Theory]
    [InlineData("""{"url":"{0}","events":["idle"]}""", 422, "parameter_out_of_range", "/name")]
    [InlineData("""{"name":"a","url":"nonsense","events":["idle"]}""", 422, "url_invalid", "/url")]
    [InlineData("""{"name":"a","url":"http://10.0.0.1/","events":["idle"]}""", 422, "url_private_address", "/url")]
    [InlineData("""{"name":"a","url":"https://u:p@example.com/","events":["idle"]}""", 422, "url_userinfo", "/url")]
    [InlineData("""{"name":"a","url":"{0}","events":["landmark_entr"]}""", 422, "unknown_event", "/events/0")]
    [InlineData("""{"name":"a","url":"{0}","triggers":[{"type":"sped"}]}""", 422, "unknown_event", "/triggers/0/type")]
    [InlineData("""{"name":"a","url":"{0}","triggers":[{"type":"speed","mph":900}]}""", 422, "parameter_out_of_range", "/triggers/0/mph")]
    [InlineData("""{"name":"a","url":"{0}","triggers":[{"type":"speed","mhp":70}]}""", 400, "unknown_field", "/triggers/0/mhp")]
    [InlineData("""{"name":"a","url":"{0}","triggers":[{"type":"speed","groups":[987654]}]}""", 422, "unknown_group", "/triggers/0/groups")]
    [InlineData("""{"name":"a","url":"{0}"}""", 400, "invalid_request", "/triggers")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"triggers":[{"type":"idle"}]}""", 400, "invalid_request", "/triggers")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"content_type":"xml"}""", 422, "parameter_out_of_range", "/content_type")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"auth":{"type":"basic"}}""", 422, "parameter_out_of_range", "/auth/username")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"timeout_s":31}}""", 422, "parameter_out_of_range", "/delivery/timeout_s")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"retry":7}}""", 400, "invalid_request", "/delivery/retry")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"retry":{"waits":[1]}}}""", 400, "unknown_field", "/delivery/retry/waits")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"rate_per_s":0}}""", 422, "parameter_out_of_range", "/delivery/rate_per_s")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"on_failure":"skip_after"}}""", 422, "parameter_out_of_range", "/delivery/skip_after")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"max_age_s":0}}""", 422, "parameter_out_of_range", "/delivery/max_age_s")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"batch_max":101}}""", 422, "parameter_out_of_range", "/delivery/batch_max")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"content_type":"form","delivery":{"batch_max":10}}""", 422, "parameter_out_of_range", "/delivery/batch_max")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"batch_wait_ms":10}}""", 422, "parameter_out_of_range", "/delivery/batch_wait_ms")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"delivery":{"max_depth":999}}""", 422, "parameter_out_of_range", "/delivery/max_depth")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"signature":{"scheme":"githb"}}""", 422, "parameter_out_of_range", "/signature/scheme")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"content_type":"form","profile":"cloudevents"}""", 422, "parameter_out_of_range", "/profile")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"ownership":"chek"}""", 422, "parameter_out_of_range", "/ownership")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"headers":[{"name":"Host","value":"x"}]}""", 422, "parameter_out_of_range", "/headers/0")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"headers":[{"name":"X","value":"a\r\nY: b"}]}""", 422, "parameter_out_of_range", "/headers/0")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"headers":[{"name":"X","value":"a"},{"name":"x","value":"b"}]}""", 422, "parameter_out_of_range", "/headers/1")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"headers":[{"name":"X","secret":true}]}""", 422, "parameter_out_of_range", "/headers/0")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"headers":[{"nam":"X"}]}""", 400, "unknown_field", "/headers/0/nam")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"auth":{"type":"bearer"}}""", 422, "parameter_out_of_range", "/auth/token")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"auth":{"type":"bearer","token":"a b"}}""", 422, "parameter_out_of_range", "/auth/token")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"auth":{"type":"oauth2","client_id":"i","client_secret":"s"}}""", 422, "url_invalid", "/auth/token_url")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"auth":{"type":"oauth2","client_id":"i","client_secret":"s","token_url":"http://169.254.169.254/"}}""", 422, "url_private_address", "/auth/token_url")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"client_certificate":{"pfx":"AAAA"}}""", 422, "parameter_out_of_range", "/client_certificate/pfx")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"client_certificate":{}}""", 422, "parameter_out_of_range", "/client_certificate")]
    [InlineData("""{"name":"a","url":"{0}","events":["idle"],"scope":{"groups":[987654]}}""", 422, "unknown_group", "/scope/groups/0")]
    public async Task A_fault_is_told_with_its_place(string body, int status, string code, string pointer)
    {
        var answer = await gateway.Api.Post("/v1/webhooks", body.Replace("{0}", gateway.ProvingUrl(), StringComparison.Ordinal));

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal(pointer, answer["errors"][0].GetProperty("pointer").GetString());
    }

    [Fact]
    public async Task A_misspelt_event_is_answered_with_the_nearest_one()
    {
        var answer = await gateway.Api.Post("/v1/webhooks", $$"""{"name":"a","url":"{{gateway.ProvingUrl()}}","events":["landmark_entr"]}""");

        Assert.Equal("landmark_enter", answer["errors"][0].GetProperty("nearest").GetString());
    }

    [Fact]
    public async Task All_faults_are_told_at_once()
    {
        var answer = await gateway.Api.Post("/v1/webhooks", """{"name":"","url":"x","content_type":"xml","events":["nope"]}""");

        Assert.Equal(
            ["/name", "/url", "/content_type", "/events/0"],
            answer["errors"].EnumerateArray().Select(e => e.GetProperty("pointer").GetString()));
    }

    [Fact]
    public async Task Switching_on_proves_the_url_and_sends_a_first_payload_marked_as_test()
    {
        var url = gateway.ProvingUrl();
        var id = await Make(url);

        var enabled = await gateway.Api.Post($"/v1/webhooks/{id}/enable");

        Assert.Equal(200, enabled.Status);
        Assert.Equal("verified", enabled["verification"].GetString());
        Assert.Equal("active", enabled["status"].GetString());
        var first = await Delivered(id);
        Assert.Equal("activation", first.GetProperty("origin").GetString());
        var sent = gateway.Receiver.Requests.Single(r => r.Method == "POST" && url.EndsWith(r.Target, StringComparison.Ordinal));
        var body = JsonDocument.Parse(sent.Text).RootElement;
        Assert.True(body.GetProperty("data").GetProperty("test").GetBoolean());
        Assert.Equal(id, body.GetProperty("head").GetProperty("webhook_id").GetInt64());
    }

    [Fact]
    public async Task A_receiver_that_does_not_prove_itself_is_not_switched_on()
    {
        var id = await Make(gateway.DumbUrl());

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/enable");

        Assert.Equal((409, "not_verified"), (answer.Status, answer.Code));
        Assert.Contains("not exactly the value", answer["detail"].GetString(), StringComparison.Ordinal);
        Assert.Equal("deactivated", (await gateway.Api.Get($"/v1/webhooks/{id}"))["status"].GetString());
    }

    [Fact]
    public async Task A_webhook_made_to_be_on_at_once_is_stored_only_if_it_can_be()
    {
        var good = await gateway.Api.Post(
            "/v1/webhooks", $$"""{"name":"on","url":"{{gateway.ProvingUrl()}}","events":["idle"],"enabled":true}""");
        var bad = await gateway.Api.Post(
            "/v1/webhooks", $$"""{"name":"never-stored","url":"{{gateway.DumbUrl()}}","events":["idle"],"enabled":true}""");

        Assert.Equal("active", good["status"].GetString());
        Assert.Equal((409, "not_verified"), (bad.Status, bad.Code));
        Assert.Empty((await gateway.Api.Get("/v1/webhooks?q=never-stored"))["data"].EnumerateArray());
    }

    [Theory]
    [InlineData("/livez")]
    [InlineData("/v1/webhooks")]
    public async Task A_webhook_cannot_reach_the_gateway_itself(string path)
    {
        var id = await Make(gateway.Host.HttpAddress + path);

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/verify");

        Assert.Equal((409, "not_verified"), (answer.Status, answer.Code));
        Assert.DoesNotContain("answered", answer["errors"][0].GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trusted_host_needs_no_proof()
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks", """{"name":"t","url":"http://trusted.localhost:9/","events":["idle"],"enabled":true}""");

        Assert.Equal(201, made.Status);
        Assert.Equal("trusted", made["verification"].GetString());
    }

    [Fact]
    public async Task Another_url_must_prove_itself_again()
    {
        var id = await MakeActive();

        var refused = await gateway.Api.Patch($"/v1/webhooks/{id}", $$"""{"url":"{{gateway.DumbUrl()}}"}""");
        await gateway.Api.Post($"/v1/webhooks/{id}/disable");
        var moved = await gateway.Api.Patch($"/v1/webhooks/{id}", $$"""{"url":"{{gateway.DumbUrl()}}"}""");

        Assert.Equal((409, "not_verified"), (refused.Status, refused.Code));
        Assert.Equal(200, moved.Status);
        Assert.Equal("unverified", moved["verification"].GetString());
    }

    [Fact]
    public async Task Verify_asks_the_receiver_without_switching_on()
    {
        var good = await Make(gateway.ProvingUrl());
        var bad = await Make(gateway.DumbUrl());

        var proven = await gateway.Api.Post($"/v1/webhooks/{good}/verify");
        var refused = await gateway.Api.Post($"/v1/webhooks/{bad}/verify");

        Assert.Equal("verified", proven["verification"].GetString());
        Assert.Equal("deactivated", proven["status"].GetString());
        Assert.Equal((409, "not_verified"), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task A_patch_changes_what_it_names_and_nothing_else()
    {
        var made = await gateway.Api.Post("/v1/webhooks", $$$"""
            {"name":"before","url":"{{{gateway.ProvingUrl()}}}","email":"a@example.com","events":["idle"],
             "auth":{"type":"basic","username":"u","password":"p"},"delivery":{"timeout_s":5,"retry":"crm"}}
            """);
        var place = $"/v1/webhooks/{made["id"].GetInt64()}";

        var changed = await gateway.Api.Patch(place, """{"name":"after","email":null,"delivery":{"timeout_s":7},"events":["location"]}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal("after", changed["name"].GetString());
        Assert.Equal(JsonValueKind.Null, changed["email"].ValueKind);
        Assert.Equal(7, changed["delivery"].GetProperty("timeout_s").GetInt32());
        Assert.Equal("crm", changed["delivery"].GetProperty("retry").GetString());
        Assert.Equal("""[{"type":"location"}]""", changed["triggers"].GetRawText());
        Assert.True(changed["auth"].GetProperty("set").GetBoolean());
        Assert.Equal(2, changed["version"].GetInt64());
    }

    [Fact]
    public async Task A_patch_with_a_fault_changes_nothing()
    {
        var id = await Make(gateway.ProvingUrl());
        var before = (await gateway.Api.Get($"/v1/webhooks/{id}")).Text;

        var unknown = await gateway.Api.Patch($"/v1/webhooks/{id}", """{"nmae":"x"}""");
        var wrong = await gateway.Api.Patch($"/v1/webhooks/{id}", """{"name":"x","delivery":{"max_in_flight":0}}""");

        Assert.Equal((400, "unknown_field"), (unknown.Status, unknown.Code));
        Assert.Equal((422, "parameter_out_of_range"), (wrong.Status, wrong.Code));
        Assert.Equal(before, (await gateway.Api.Get($"/v1/webhooks/{id}")).Text);
    }

    [Fact]
    public async Task Put_takes_what_get_gave()
    {
        var id = await Make(gateway.ProvingUrl());
        var shown = (await gateway.Api.Get($"/v1/webhooks/{id}")).Text;

        var replaced = await gateway.Api.Put($"/v1/webhooks/{id}", shown);

        Assert.Equal(200, replaced.Status);
        Assert.Equal(shown.Replace("\"version\":1", "\"version\":2", StringComparison.Ordinal), replaced.Text);
    }

    [Fact]
    public async Task A_test_message_takes_the_way_of_every_message()
    {
        var id = await MakeActive();
        await Delivered(id);

        var test = await gateway.Api.Post($"/v1/webhooks/{id}/test", """{"type":"temperature"}""");

        Assert.Equal(202, test.Status);
        var delivery = await Finished(test["delivery_id"].GetString()!);
        Assert.Equal("test", delivery["origin"].GetString());
        Assert.Equal("temperature", delivery["type"].GetString());
        Assert.Equal("delivered", delivery["status"].GetString());
        Assert.Equal(test["event_id"].GetString(), delivery["data"].GetProperty("event_id").GetString());
        Assert.True(delivery["data"].GetProperty("test").GetBoolean());
        Assert.Equal(2, (await gateway.Api.Get($"/v1/webhooks/{id}"))["total_messages"].GetInt64());
    }

    [Fact]
    public async Task The_latest_answer_of_the_receiver_shows_at_once()
    {
        var id = await MakeActive();
        await Delivered(id);

        Assert.Equal(200, (await gateway.Api.Get($"/v1/webhooks/{id}"))["last_status"].GetInt32());
    }

    [Fact]
    public async Task A_test_message_does_not_come_from_the_future()
    {
        var id = await MakeActive();
        var delivery = await Finished((await gateway.Api.Post($"/v1/webhooks/{id}/test"))["delivery_id"].GetString()!);

        Assert.InRange(delivery["data"].GetProperty("received_at").GetDateTimeOffset(), DateTimeOffset.MinValue, delivery["finished_at"].GetDateTimeOffset());
    }

    [Fact]
    public async Task A_webhook_that_is_off_sends_no_test()
    {
        var id = await Make(gateway.ProvingUrl());

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/test");

        Assert.Equal((409, "conflict"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_test_of_an_unknown_type_is_refused()
    {
        var id = await MakeActive();

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/test", """{"type":"tempratur"}""");

        Assert.Equal((422, "unknown_event"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task The_secret_is_shown_on_request_and_not_cached()
    {
        var id = await Make(gateway.ProvingUrl());

        var answer = await gateway.Api.Get($"/v1/webhooks/{id}/secret");

        Assert.StartsWith("whsec_", answer["secret"].GetString(), StringComparison.Ordinal);
        Assert.True(answer.Headers.CacheControl?.NoStore);
    }

    [Fact]
    public async Task Delete_says_what_goes_with_it()
    {
        // Port 9 (discard) listens nowhere here: what is sent there waits.
        var made = await gateway.Api.Post(
            "/v1/webhooks", """{"name":"gone","url":"http://trusted.localhost:9/","events":["idle"],"enabled":true}""");
        var place = $"/v1/webhooks/{made["id"].GetInt64()}";

        var stale = await gateway.Api.Delete(place, "\"99\"");
        var removed = await gateway.Api.Delete(place, made.ETag);

        Assert.Equal((412, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal(1, removed["undelivered"].GetInt64());
        Assert.Equal(404, (await gateway.Api.Get(place)).Status);
        Assert.Equal(404, (await gateway.Api.Delete(place)).Status);
    }

    [Fact]
    public async Task Disabled_webhooks_are_shown_as_deactivated()
    {
        var id = await MakeActive();

        var answer = await gateway.Api.Post($"/v1/webhooks/{id}/disable");

        Assert.False(answer["enabled"].GetBoolean());
        Assert.Equal("deactivated", answer["status"].GetString());
    }

    [Fact]
    public async Task The_attempts_of_a_delivery_are_told()
    {
        var id = await MakeActive();
        var delivery = (await Delivered(id)).GetProperty("id").GetString()!;

        var shown = await gateway.Api.Get("/v1/deliveries/" + delivery);
        var attempts = await Poll(() => gateway.Api.Get($"/v1/deliveries/{delivery}/attempts"), a => a["data"].GetArrayLength() > 0);

        Assert.Equal("delivered", shown["status"].GetString());
        var attempt = attempts["data"][0];
        Assert.Equal(1, attempt.GetProperty("number").GetInt32());
        Assert.Equal(200, attempt.GetProperty("status").GetInt32());
        Assert.Equal("delivered", attempt.GetProperty("outcome").GetString());
        Assert.Contains(attempt.GetProperty("request_headers").EnumerateArray(), h => h.GetString()!.StartsWith("webhook-id", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Deliveries_are_filtered()
    {
        var id = await MakeActive();
        var delivery = await Delivered(id);
        var created = delivery.GetProperty("created_at").GetString()!;

        Assert.Equal(1, await Count($"/v1/webhooks/{id}/deliveries?status=delivered&type=idle"));
        Assert.Equal(1, await Count($"/v1/deliveries?webhook={id}&created[gte]={created}"));
        Assert.Equal(0, await Count($"/v1/deliveries?webhook={id}&created[lt]={created}"));
        Assert.Equal(0, await Count($"/v1/deliveries?webhook={id}&status=failed"));
        Assert.Equal(0, await Count($"/v1/deliveries?webhook={id}&type=speed"));
        Assert.Equal(0, await Count($"/v1/deliveries?webhook={id}&vehicle=nobody"));
        Assert.Equal(404, (await gateway.Api.Get("/v1/deliveries/dlv_999999")).Status);
        Assert.Equal(404, (await gateway.Api.Get("/v1/deliveries/x")).Status);
    }

    private async Task<int> Count(string path) => (await gateway.Api.Get(path))["data"].GetArrayLength();

    private async Task<long> Make(string url) =>
        (await gateway.Api.Post("/v1/webhooks", $$"""{"name":"w","url":"{{url}}","events":["idle"]}"""))["id"].GetInt64();

    private async Task<long> MakeActive()
    {
        var id = await Make(gateway.ProvingUrl());
        Assert.Equal(200, (await gateway.Api.Post($"/v1/webhooks/{id}/enable")).Status);
        return id;
    }

    private async Task<JsonElement> Delivered(long id) =>
        (await Poll(() => gateway.Api.Get($"/v1/webhooks/{id}/deliveries?status=delivered"), a => a["data"].GetArrayLength() > 0))["data"][0];

    private Task<ApiAnswer> Finished(string delivery) =>
        Poll(() => gateway.Api.Get("/v1/deliveries/" + delivery), a => a["finished_at"].ValueKind == JsonValueKind.String);

    /// <summary>Asks until the answer is the awaited one; the gateway's own answers set the pace.</summary>
    private static async Task<ApiAnswer> Poll(Func<Task<ApiAnswer>> ask, Func<ApiAnswer, bool> isIt)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await ask();
            if (isIt(answer))
            {
                return answer;
            }

            deadline.Token.ThrowIfCancellationRequested();
        }
    }
}
