using System.Text.Json;
using EdgeRelay.Gateway.Api.Errors;

namespace EdgeRelay.Gateway.Tests.Api;

/// <summary>What holds for every resource: bodies, errors, paging, versions.</summary>
[Collection(nameof(GatewayGroup))]
public sealed class RequestTests(GatewayFixture gateway)
{
    [Fact]
    public async Task An_unknown_field_is_named_with_the_nearest_known_one()
    {
        var answer = await gateway.Api.Post("/v1/webhooks", """{"name":"a","delivery":{"time_out_s":3}}""");

        Assert.Equal((400, "unknown_field"), (answer.Status, answer.Code));
        var fault = Assert.Single(answer["errors"].EnumerateArray());
        Assert.Equal("/delivery/time_out_s", fault.GetProperty("pointer").GetString());
        Assert.Equal("timeout_s", fault.GetProperty("nearest").GetString());
    }

    [Theory]
    [InlineData("""{"name":"a","name":"b"}""")]
    [InlineData("""{"name":""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":"a","triggers":[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]}""")]
    public async Task A_body_of_the_wrong_form_is_refused(string body)
    {
        var answer = await gateway.Api.Post("/v1/webhooks", body);

        Assert.Equal((400, "invalid_request"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_beyond_64_KB_is_refused()
    {
        var answer = await gateway.Api.Post("/v1/webhooks", $$"""{"name":"{{new string('a', 65_536)}}"}""");

        Assert.Equal((413, "too_large"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_body_that_is_not_declared_as_JSON_is_refused()
    {
        var answer = await gateway.Api.Post("/v1/webhooks", "name=a", "application/x-www-form-urlencoded");

        Assert.Equal((415, "unsupported_media_type"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task An_unknown_path_is_not_found()
    {
        var answer = await gateway.Api.Get("/v1/webhoks");

        Assert.Equal((404, "not_found"), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_wrong_method_is_told_the_right_ones()
    {
        var answer = await gateway.Api.Put("/v1/vehicles", "{}");

        Assert.Equal((405, "method_not_allowed"), (answer.Status, answer.Code));
        Assert.Contains("GET, POST", answer["detail"].GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_code_has_a_page()
    {
        foreach (var error in ApiErrors.All)
        {
            var page = await gateway.Nobody.Get("/docs/errors/" + error.Code);

            Assert.Equal(200, page.Status);
            Assert.Contains(error.Description, page.Text, StringComparison.Ordinal);
        }

        Assert.Equal(ApiErrors.All.Count, (await gateway.Nobody.Get("/docs/errors")).Json.GetArrayLength());
        Assert.Equal(404, (await gateway.Nobody.Get("/docs/errors/none")).Status);
    }

    [Fact]
    public void Codes_are_unique_and_belong_to_errors()
    {
        Assert.Equal(ApiErrors.All.Count, ApiErrors.All.Select(e => e.Code).Distinct().Count());
        Assert.All(ApiErrors.All, e => Assert.InRange(e.Status, 400, 599));
    }

    [Fact]
    public async Task A_problem_has_the_fields_of_the_standard_and_ours()
    {
        var answer = await gateway.Api.Get("/v1/webhooks/4711");

        Assert.Equal("/docs/errors/not_found", answer["type"].GetString());
        Assert.Equal("Not found", answer["title"].GetString());
        Assert.Equal(404, answer["status"].GetInt32());
        Assert.Equal("/v1/webhooks/4711", answer["instance"].GetString());
        Assert.NotEmpty(answer["trace_id"].GetString()!);
    }

    [Fact]
    public async Task Pages_join_to_the_whole_list()
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(201, (await gateway.Api.Post("/v1/vehicles", $$"""{"id":"page-{{i}}"}""")).Status);
        }

        var ids = new List<string>();
        for (var path = "/v1/vehicles?q=page-&limit=2"; path is not null;)
        {
            var page = await gateway.Api.Get(path);
            Assert.Equal(200, page.Status);
            ids.AddRange(page["data"].EnumerateArray().Select(v => v.GetProperty("id").GetString()!));
            Assert.Equal(page["has_more"].GetBoolean(), page["next_cursor"].ValueKind == JsonValueKind.String);
            path = page.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(["page-0", "page-1", "page-2", "page-3", "page-4"], ids);
    }

    [Theory]
    [InlineData("/v1/webhooks?limit=0", "invalid_request")]
    [InlineData("/v1/webhooks?limit=201", "invalid_request")]
    [InlineData("/v1/webhooks?limit=x", "invalid_request")]
    [InlineData("/v1/webhooks?cursor=x", "invalid_cursor")]
    [InlineData("/v1/webhooks?cursor=MTphYmM", "invalid_cursor")]
    [InlineData("/v1/webhooks?stattus=active", "unknown_field")]
    [InlineData("/v1/deliveries?status=faild", "invalid_request")]
    [InlineData("/v1/deliveries?created[gte]=yesterday", "invalid_request")]
    [InlineData("/v1/deliveries?webhook=a", "invalid_request")]
    [InlineData("/v1/landmarks/contains?lat=91&lon=0", "invalid_request")]
    [InlineData("/v1/landmarks/contains?lat=1", "invalid_request")]
    public async Task A_query_that_cannot_be_read_is_refused(string path, string code)
    {
        var answer = await gateway.Api.Get(path);

        Assert.Equal((400, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task A_change_meets_the_version_it_was_made_for()
    {
        var made = await gateway.Api.Post("/v1/vehicles", """{"id":"versioned"}""");
        var first = (await gateway.Api.Get("/v1/vehicles/versioned")).ETag;
        Assert.Equal(made.ETag, first);

        var changed = await gateway.Api.Patch("/v1/vehicles/versioned", """{"label":"A"}""", first);
        var late = await gateway.Api.Patch("/v1/vehicles/versioned", """{"label":"B"}""", first);

        Assert.Equal(200, changed.Status);
        Assert.NotEqual(first, changed.ETag);
        Assert.Equal((412, "precondition_failed"), (late.Status, late.Code));
        Assert.Equal("A", (await gateway.Api.Get("/v1/vehicles/versioned"))["label"].GetString());
        Assert.Equal(200, (await gateway.Api.Patch("/v1/vehicles/versioned", """{"label":"C"}""", "*")).Status);
    }

    [Fact]
    public async Task Who_wants_strictness_must_name_the_version()
    {
        await gateway.Api.Post("/v1/vehicles", """{"id":"strict"}""");

        var answer = await gateway.Api.Send(
            HttpMethod.Patch, "/v1/vehicles/strict", """{"label":"A"}""", "application/json", ("Prefer", "handling=strict"));

        Assert.Equal((428, "precondition_required"), (answer.Status, answer.Code));
    }
}
