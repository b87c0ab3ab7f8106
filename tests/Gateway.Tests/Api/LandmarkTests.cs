using System.Globalization;
using EdgeRelay.Gateway.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace EdgeRelay.Gateway.Tests.Api;

[Collection(nameof(GatewayGroup))]
public sealed class LandmarkTests(GatewayFixture gateway)
{
    [Fact]
    public async Task A_feature_goes_in_and_comes_out()
    {
        var made = await gateway.Api.Post("/v1/landmarks", Circle("Yard", 33.4, -111.9), "application/geo+json");

        Assert.Equal(201, made.Status);
        Assert.Equal("application/geo+json", made.MediaType);
        var id = made["id"].GetInt64();
        Assert.Equal($"/v1/landmarks/{id}", made.Headers.Location?.OriginalString);
        var properties = made["properties"];
        Assert.Equal("Yard", properties.GetProperty("name").GetString());
        Assert.Equal(150, properties.GetProperty("radius_m").GetDouble());
        Assert.Equal(1, properties.GetProperty("version").GetInt64());
        Assert.Equal("""{"type":"Point","coordinates":[-111.9,33.4]}""", made["geometry"].GetRawText());
        Assert.Equal(made.Text, (await gateway.Api.Get($"/v1/landmarks/{id}")).Text);
    }

    [Fact]
    public async Task A_collection_is_stored_whole_and_listed_in_pages()
    {
        var features = string.Join(',', Enumerable.Range(0, 3).Select(i => Circle($"listed-{i}", 10 + i, 20)));

        var made = await gateway.Api.Post("/v1/landmarks", $$"""{"type":"FeatureCollection","features":[{{features}}]}""");
        var page = await gateway.Api.Get("/v1/landmarks?q=listed-&limit=2");
        var rest = await gateway.Api.Get("/v1/landmarks?q=listed-&limit=2&cursor=" + page["next_cursor"].GetString());

        Assert.Equal(201, made.Status);
        Assert.Equal(3, made["features"].GetArrayLength());
        Assert.Equal("FeatureCollection", page["type"].GetString());
        Assert.Equal(2, page["features"].GetArrayLength());
        Assert.True(page["has_more"].GetBoolean());
        Assert.Equal("listed-2", rest["features"][0].GetProperty("properties").GetProperty("name").GetString());
        Assert.False(rest["has_more"].GetBoolean());
    }

    [Fact]
    public async Task One_bad_feature_keeps_the_whole_collection_out()
    {
        var features = Circle("refused-good", 1, 1) + "," + Circle("refused-bad", 1, 1).Replace("150", "5", StringComparison.Ordinal);

        var answer = await gateway.Api.Post("/v1/landmarks", $$"""{"type":"FeatureCollection","features":[{{features}}]}""");

        Assert.Equal(422, answer.Status);
        Assert.StartsWith("/features/1", answer["errors"][0].GetProperty("pointer").GetString(), StringComparison.Ordinal);
        Assert.Empty((await gateway.Api.Get("/v1/landmarks?q=refused-"))["features"].EnumerateArray());
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[1,2]}""", "landmark_invalid")]
    [InlineData("""{"type":"Feature","properties":{"name":"x"},"geometry":{"type":"Point","coordinates":[1,2]}}""", "landmark_invalid")]
    [InlineData("""{"type":"Feature","properties":{"name":"x","radius_m":50,"enter_dwell_s":-1},"geometry":{"type":"Point","coordinates":[1,2]}}""", "parameter_out_of_range")]
    public async Task A_landmark_that_cannot_be_used_is_refused_with_the_reason(string body, string code)
    {
        var answer = await gateway.Api.Post("/v1/landmarks", body);

        Assert.Equal((422, code), (answer.Status, answer.Code));
        Assert.NotEmpty(answer["errors"][0].GetProperty("detail").GetString()!);
    }

    [Fact]
    public async Task A_new_landmark_is_found_at_its_place_before_it_is_answered()
    {
        var id = (await gateway.Api.Post("/v1/landmarks", Circle("Somewhere", -45.5, 7.25)))["id"].GetInt64();

        var inside = await gateway.Api.Get("/v1/landmarks/contains?lat=-45.5&lon=7.25");
        var outside = await gateway.Api.Get("/v1/landmarks/contains?lat=-45.5&lon=7.3");

        Assert.Equal([id], inside["features"].EnumerateArray().Select(f => f.GetProperty("id").GetInt64()));
        Assert.Empty(outside["features"].EnumerateArray());
        Assert.Empty((await gateway.Stranger.Get("/v1/landmarks/contains?lat=-45.5&lon=7.25"))["features"].EnumerateArray());
    }

    [Fact]
    public async Task A_patch_merges_into_the_feature()
    {
        var id = (await gateway.Api.Post("/v1/landmarks", Circle("Before", 50, 8)))["id"].GetInt64();

        var changed = await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"name":"After","radius_m":300}}""");

        Assert.Equal(200, changed.Status);
        Assert.Equal("After", changed["properties"].GetProperty("name").GetString());
        Assert.Equal(300, changed["properties"].GetProperty("radius_m").GetDouble());
        Assert.Equal(2, changed["properties"].GetProperty("version").GetInt64());
        Assert.Equal("""{"type":"Point","coordinates":[8,50]}""", changed["geometry"].GetRawText());
    }

    [Fact]
    public async Task Only_another_shape_makes_the_vehicles_forget_where_they_are()
    {
        var id = (await gateway.Api.Post("/v1/landmarks", Circle("Shape", 47, 8)))["id"].GetInt64();
        LandmarkRow Row()
        {
            using var core = gateway.Host.Services.GetRequiredService<CoreDatabase>().Read();
            return core.Landmarks.Single(l => l.Id == id);
        }

        var made = Row();
        await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"name":"Renamed","enter_dwell_s":5}}""");
        var renamed = Row();
        await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"leave_buffer_m":80}}""");
        var widened = Row();

        Assert.Equal((made.GeometryVersion, made.EffectiveFromMs), (renamed.GeometryVersion, renamed.EffectiveFromMs));
        Assert.Equal(5, renamed.EnterDwellSeconds);
        Assert.Equal(made.GeometryVersion + 1, widened.GeometryVersion);
        Assert.True(widened.EffectiveFromMs >= made.EffectiveFromMs);
    }

    [Fact]
    public async Task A_landmark_keeps_its_hours_and_refuses_what_are_none()
    {
        const string Hours = """{"zone":"America/Phoenix","windows":[{"days":["mon","fri"],"from":"06:00","to":"18:00"}]}""";
        var id = (await gateway.Api.Post("/v1/landmarks", Circle("Hours", 50, 9)))["id"].GetInt64();

        var open = await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"schedule":""" + Hours + "}}");
        var refused = await gateway.Api.Patch(
            $"/v1/landmarks/{id}", """{"properties":{"schedule":""" + Hours.Replace("Phoenix", "Phenix", StringComparison.Ordinal) + "}}");
        var always = await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"schedule":null}}""");

        Assert.Equal(Hours, open["properties"].GetProperty("schedule").GetRawText());
        Assert.Equal((422, "landmark_invalid"), (refused.Status, refused.Code));
        Assert.Equal("/properties/schedule/zone", refused["errors"][0].GetProperty("pointer").GetString());
        Assert.False(always["properties"].TryGetProperty("schedule", out _));
    }

    [Fact]
    public async Task A_misspelt_property_of_a_patch_is_refused()
    {
        var id = (await gateway.Api.Post("/v1/landmarks", Circle("Spelling", 50, 8)))["id"].GetInt64();

        var answer = await gateway.Api.Patch($"/v1/landmarks/{id}", """{"properties":{"radius":300}}""");

        Assert.Equal((400, "unknown_field"), (answer.Status, answer.Code));
        Assert.Equal("radius_m", answer["errors"][0].GetProperty("nearest").GetString());
    }

    [Fact]
    public async Task Put_replaces_and_delete_removes()
    {
        var made = await gateway.Api.Post("/v1/landmarks", Circle("Old", 51, 9));
        var place = $"/v1/landmarks/{made["id"].GetInt64()}";

        var replaced = await gateway.Api.Put(place, Circle("New", 52, 10));
        var stale = await gateway.Api.Delete(place, made.ETag);
        var removed = await gateway.Api.Delete(place, replaced.ETag);

        Assert.Equal("New", replaced["properties"].GetProperty("name").GetString());
        Assert.Equal((412, "precondition_failed"), (stale.Status, stale.Code));
        Assert.Equal(204, removed.Status);
        Assert.Equal(404, (await gateway.Api.Get(place)).Status);
        Assert.Equal(404, (await gateway.Api.Put(place, Circle("New", 52, 10))).Status);
        Assert.Equal(404, (await gateway.Api.Delete(place)).Status);
        Assert.Empty((await gateway.Api.Get("/v1/landmarks/contains?lat=52&lon=10"))["features"].EnumerateArray());
    }

    [Fact]
    public async Task What_another_account_owns_is_not_found()
    {
        var place = $"/v1/landmarks/{(await gateway.Api.Post("/v1/landmarks", Circle("Mine", 1, 2)))["id"].GetInt64()}";

        Assert.Equal(404, (await gateway.Stranger.Get(place)).Status);
        Assert.Equal(404, (await gateway.Stranger.Patch(place, """{"properties":{"name":"Theirs"}}""")).Status);
        Assert.Equal(404, (await gateway.Stranger.Delete(place)).Status);
        Assert.Equal(200, (await gateway.Api.Get(place)).Status);
    }

    private static string Circle(string name, double latitude, double longitude) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"type":"Feature","properties":{"name":"{{{name}}}","radius_m":150},"geometry":{"type":"Point","coordinates":[{{{longitude}}},{{{latitude}}}]}}""");
}
