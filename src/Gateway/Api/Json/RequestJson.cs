using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;
using EdgeRelay.Gateway.Api.Errors;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace EdgeRelay.Gateway.Api.Json;

/// <summary>Reads the body of a request as JSON, within its bounds.</summary>
internal static class RequestJson
{
    /// <summary>Largest body, bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private static readonly string[] MediaTypes = ["application/json", "application/merge-patch+json", "application/geo+json"];

    /// <summary>Reads and checks a request object: unknown fields and wrong types are faults with their place.</summary>
    public static async Task<Parsed<T>> Read<T>(HttpContext context)
        where T : class
    {
        var element = await ReadElement(context);
        return element.Succeeded(out var json, out var problem) ? StrictJson.Read<T>(json) : problem;
    }

    /// <summary>The same where the body may be missing; then it counts as <c>{}</c>.</summary>
    public static async Task<Parsed<T>> ReadOptional<T>(HttpContext context)
        where T : class, new() =>
        context.Features.Get<IHttpRequestBodyDetectionFeature>() is { CanHaveBody: false } || context.Request.ContentLength == 0
            ? new T()
            : await Read<T>(context);

    /// <summary>Reads any JSON value.</summary>
    /// <param name="maxBytes">Largest body, bytes; one byte more is refused.</param>
    public static async Task<Parsed<JsonElement>> ReadElement(HttpContext context, int maxBytes = MaxBytes)
    {
        var bytes = await ReadBytes(context, maxBytes);
        if (!bytes.Succeeded(out var body, out var problem))
        {
            return problem;
        }

        try
        {
            return JsonDocument.Parse(body, ApiJson.DocumentOptions).RootElement;
        }
        catch (JsonException error)
        {
            return new ApiProblem(ApiErrors.InvalidRequest, "The body is no JSON that can be read: " + error.Message);
        }
    }

    /// <summary>Reads a merge patch (RFC 7396): always an object, since no resource of ours is anything else.</summary>
    /// <param name="maxBytes">Largest body, bytes; one byte more is refused.</param>
    public static async Task<Parsed<JsonElement>> ReadPatch(HttpContext context, int maxBytes = MaxBytes)
    {
        var element = await ReadElement(context, maxBytes);
        return element.Succeeded(out var patch, out _) && patch.ValueKind != JsonValueKind.Object
            ? new ApiProblem(ApiErrors.InvalidRequest, "A merge patch is an object.")
            : element;
    }

    /// <summary>The bytes of a JSON body.</summary>
    private static async Task<Parsed<ReadOnlyMemory<byte>>> ReadBytes(HttpContext context, int maxBytes)
    {
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !MediaTypes.Contains(type.MediaType.Value, StringComparer.OrdinalIgnoreCase))
        {
            return new ApiProblem(
                ApiErrors.UnsupportedMediaType, $"The body's type is {context.Request.ContentType ?? "not given"}; it must be JSON.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = maxBytes;
        }

        if (context.Request.ContentLength > maxBytes)
        {
            return new ApiProblem(ApiErrors.TooLarge, $"The body has {context.Request.ContentLength} bytes; {maxBytes} are allowed.");
        }

        return await ReadAll(context.Request.BodyReader, maxBytes, context.RequestAborted);
    }

    private static async Task<Parsed<ReadOnlyMemory<byte>>> ReadAll(PipeReader reader, int maxBytes, CancellationToken cancellation)
    {
        var body = new ArrayBufferWriter<byte>();
        while (true)
        {
            var read = await reader.ReadAsync(cancellation);
            foreach (var part in read.Buffer)
            {
                body.Write(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (body.WrittenCount > maxBytes)
            {
                return new ApiProblem(ApiErrors.TooLarge, $"The body has more than {maxBytes} bytes.");
            }

            if (read.IsCompleted)
            {
                return body.WrittenMemory;
            }
        }
    }
}
