using EdgeRelay.Gateway.Tests.Api;

namespace EdgeRelay.Gateway.Tests.Inbox;

[Collection(nameof(GatewayGroup))]
public sealed class InboxTests(GatewayFixture gateway)
{
    [Fact]
    public async Task An_inbox_answers_checks_with_the_value_and_nothing_else()
    {
        var answer = await gateway.Nobody.Get("/inbox/checked?check=abc-_1");

        Assert.Equal((200, "abc-_1"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task What_is_posted_is_shown_with_its_headers()
    {
        await gateway.Nobody.Send(HttpMethod.Post, "/inbox/shown?a=1", "{\"x\":1}", headers: ("webhook-signature", "v1,abc"));

        var content = await gateway.Nobody.Get("/inbox/shown");

        var message = Assert.Single(content["data"].EnumerateArray());
        Assert.Equal("{\"x\":1}", message.GetProperty("body").GetString());
        Assert.Equal("v1,abc", message.GetProperty("headers").GetProperty("webhook-signature").GetString());
        Assert.Equal("?a=1", message.GetProperty("query").GetString());
        Assert.Equal(200, message.GetProperty("answered").GetInt32());
    }

    [Fact]
    public async Task A_script_makes_it_fail_first_and_then_recover()
    {
        await gateway.Nobody.Put("/inbox/failing/answers", """{"status":204,"fail_first":2,"fail_status":503,"retry_after_s":1}""");

        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 3; i++)
        {
            answers.Add(await gateway.Nobody.Post("/inbox/failing", "{}"));
        }

        Assert.Equal([503, 503, 204], answers.Select(a => a.Status));
        Assert.NotNull(answers[0].Headers.RetryAfter);
        Assert.Null(answers[2].Headers.RetryAfter);
    }

    [Theory]
    [InlineData("""{"status":199}""", 422)]
    [InlineData("""{"delay_ms":60001}""", 422)]
    [InlineData("""{"fail_frist":1}""", 400)]
    public async Task A_script_with_a_fault_is_refused(string body, int status) =>
        Assert.Equal(status, (await gateway.Nobody.Put("/inbox/faulty/answers", body)).Status);

    [Fact]
    public async Task Only_the_latest_messages_are_kept()
    {
        for (var i = 0; i < 205; i++)
        {
            await gateway.Nobody.Post("/inbox/many", "{}");
        }

        var content = await gateway.Nobody.Get("/inbox/many");

        Assert.Equal(205, content["received"].GetInt64());
        Assert.Equal(200, content["data"].GetArrayLength());
        Assert.Equal(6, content["data"][0].GetProperty("number").GetInt64());
        Assert.Equal(1, (await gateway.Nobody.Get("/inbox/many?after=204"))["data"].GetArrayLength());
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused() =>
        Assert.Equal(413, (await gateway.Nobody.Post("/inbox/large", new string('a', 300_000))).Status);

    [Fact]
    public async Task An_inbox_can_be_emptied()
    {
        await gateway.Nobody.Post("/inbox/emptied", "{}");

        Assert.Equal(204, (await gateway.Nobody.Delete("/inbox/emptied")).Status);

        Assert.Equal(0, (await gateway.Nobody.Get("/inbox/emptied"))["received"].GetInt64());
    }

    [Fact]
    public async Task A_name_that_is_not_usable_is_not_found() =>
        Assert.Equal(404, (await gateway.Nobody.Get("/inbox/a%20b")).Status);

    [Fact]
    public async Task A_webhook_reaches_the_inbox_of_its_own_gateway()
    {
        var made = await gateway.Api.Post(
            "/v1/webhooks", $$"""{"name":"i","url":"{{gateway.Host.HttpAddress}}/inbox/own","events":["idle"],"enabled":true}""");

        Assert.Equal("verified", made["verification"].GetString());
    }
}
