using Gannet.Evaluation;
using Gannet.Evaluation.Errors;
using Gannet.Pages.Pictures;

namespace Gannet.Pages.Evaluations;

/// <summary>The pictures with the worst mistakes, small enough for one page.</summary>
/// <param name="Shown">The pictures, worst first; without its pixels where a file could not be read.</param>
/// <param name="Wrong">Number of pictures with mistakes, shown or not.</param>
/// <param name="Reason">Why pictures are missing; null if none is.</param>
public sealed record WorstPictures(IReadOnlyList<WorstPicture> Shown, int Wrong, string? Reason)
{
    private const int FirstWorst = 24, Most = 60;

    // Three quarters as base64, which leaves a page below 5 MB a megabyte for all else.
    private const int MostCharacters = 3_900_000;

    /// <summary>Chooses pictures and reads them: the worst of all, then for each class and type of error the worst that has it.</summary>
    /// <param name="details">What went wrong.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <param name="cancellation">Stops the reading.</param>
    public static WorstPictures Read(EvaluationDetails details, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(details);
        var ranked = PictureErrors.Rank(details.Kept, details.Errors);
        var shown = new List<WorstPicture>();
        var (characters, unread, reason) = (0, 0, (string?)null);
        foreach (var picture in Choose(details, ranked))
        {
            cancellation.ThrowIfCancellationRequested();
            if (characters > MostCharacters) break;
            var (pixels, why) = TryRead(details.Kept.Dataset.Images[picture.Picture].Path);
            if (pixels is null) (unread, reason) = (unread + 1, reason ?? why);
            characters += pixels?.Address.Length ?? 0;
            shown.Add(new(picture, pixels));
        }

        return new(shown, ranked.Count, unread == 0 ? null : $"{unread} of {shown.Count} pictures are not drawn: {reason}");
    }

    private static IEnumerable<PictureErrors> Choose(EvaluationDetails details, IReadOnlyList<PictureErrors> ranked)
    {
        var chosen = ranked.Take(FirstWorst).ToHashSet();
        var seen = chosen.SelectMany(picture => Kinds(details, picture)).ToHashSet();
        foreach (var picture in ranked.Skip(FirstWorst))
        {
            if (chosen.Count == Most) break;
            var kinds = Kinds(details, picture).ToArray();
            if (seen.IsSupersetOf(kinds)) continue;
            seen.UnionWith(kinds);
            chosen.Add(picture);
        }

        return ranked.Where(chosen.Contains);
    }

    private static IEnumerable<(ErrorType, int)> Kinds(EvaluationDetails details, PictureErrors picture) => picture.Errors.Select(error =>
        (error.Type, error.Detection >= 0 ? details.Kept.Detections[error.Detection].Label : details.Kept.Truths[error.Truth].Label));

    private static (EmbeddedPicture? Picture, string Reason) TryRead(string path)
    {
        try
        {
            return (EmbeddedPicture.Read(path), "");
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return (null, "the files are not there; name their folder with --images.");
        }
        catch (Exception error) when (error is InvalidDataException or DllNotFoundException or IOException or UnauthorizedAccessException)
        {
            return (null, error.Message);
        }
    }
}

/// <summary>A picture with its mistakes.</summary>
/// <param name="Errors">The mistakes.</param>
/// <param name="Pixels">The picture; null if it could not be read.</param>
public sealed record WorstPicture(PictureErrors Errors, EmbeddedPicture? Pixels);
