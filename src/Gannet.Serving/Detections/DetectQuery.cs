using System.Globalization;
using Gannet.Imaging.Headers;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.Detections;

/// <summary>What the query of <c>/v1/detect</c> asks for.</summary>
/// <param name="Model">Name of the model; null for the only one.</param>
/// <param name="Score">Lowest probability.</param>
/// <param name="Draws">Whether the picture is wanted with the boxes drawn, instead of JSON.</param>
/// <param name="Format">Its format; null for that of the picture that was sent.</param>
internal sealed record DetectQuery(string? Model, float Score, bool Draws, ImageFormat? Format)
{
    private static readonly string[] s_known = ["model", "score", "draw"];

    /// <summary>Reads the query.</summary>
    /// <exception cref="ProblemException">400: a value or a name is none of those allowed.</exception>
    public static DetectQuery Of(IQueryCollection query, float defaultScore)
    {
        if (query.Keys.FirstOrDefault(static key => !s_known.Contains(key)) is { } unknown)
            throw Wrong($"'{unknown}' is not a parameter; there are {string.Join(", ", s_known)}.");
        if (query.FirstOrDefault(static pair => pair.Value.Count > 1) is { Key: { } twice }) throw Wrong($"'{twice}' is given more than once.");
        var (draws, format) = (string?)query["draw"] switch
        {
            null or "false" => (false, (ImageFormat?)null),
            "true" => (true, null),
            "png" => (true, ImageFormat.Png),
            "jpeg" or "jpg" => (true, ImageFormat.Jpeg),
            _ => throw Wrong("'draw' must be true, false, png or jpeg."),
        };
        return new(query["model"], ScoreOf(query["score"], defaultScore), draws, format);
    }

    private static float ScoreOf(string? text, float otherwise)
    {
        if (text is null) return otherwise;
        return float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var score) && score is >= 0 and <= 1
            ? score : throw Wrong("'score' must be a probability, from 0 to 1.");
    }

    private static ProblemException Wrong(string detail) => new(StatusCodes.Status400BadRequest, detail);
}
