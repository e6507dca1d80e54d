using Gannet.Evaluation;
using Gannet.Evaluation.Errors;
using Gannet.Evaluation.Matching;
using Gannet.Pages.Pictures;

namespace Gannet.Pages.Evaluations;

/// <summary>The worst pictures: what is annotated and what was detected side by side, each mistake with a number and its name.</summary>
internal static class WorstSection
{
    /// <summary>Shows what fits the filter. Names are not in it; it compares numbers of classes and short names of types.</summary>
    public const string Script = """
        const value = id => document.getElementById(id).value;
        function show() {
          let pictures = 0;
          for (const card of document.querySelectorAll('.worst')) {
            let any = false;
            for (const item of card.querySelectorAll('li')) {
              const fits = (!value('class') || item.dataset.classes.split(' ').includes(value('class'))) && (!value('type') || item.dataset.type === value('type'));
              item.classList.toggle('off', !fits);
              any ||= fits;
            }
            card.hidden = !any;
            pictures += any;
          }
          document.getElementById('shown').textContent = pictures;
        }
        if (document.getElementById('filter')) {
          document.getElementById('filter').hidden = false;
          for (const id of ['class', 'type']) document.getElementById(id).addEventListener('change', show);
          show();
        }
        """;

    // A picture of nothing but mistakes would be a long list.
    private const int MostListed = 30;

    public static void Add(Page page, EvaluationContent content)
    {
        var (shown, wrong, reason) = content.Pictures;
        page.AddSection("Worst pictures");
        if (shown.Count == 0)
        {
            page.AddNote("No mistakes at the thresholds of best F1.");
            return;
        }

        page.AddNote($"{shown.Count} of {wrong} pictures with mistakes, worst first: one point for each object not found, and the score of each wrong detection. Only "
            + "detections from the threshold of best F1 of their class upwards. Thin lines are right, thick ones wrong, dashed objects were not found.");
        if (reason is not null) page.AddNote(reason);
        page.Add(Filter(content.Details, shown));
        for (var k = 0; k < shown.Count; k++) page.Add(Card(content.Details.Kept, shown[k], k));
    }

    private static Html Filter(EvaluationDetails details, IReadOnlyList<WorstPicture> shown)
    {
        var errors = shown.SelectMany(static picture => picture.Errors.Errors).ToArray();
        var classes = errors.SelectMany(error => Classes(details.Kept, error)).Distinct().Order();
        var html = new HtmlBuilder().Append($"<p id=\"filter\" class=\"filter\" hidden><label>class <select id=\"class\"><option value=\"\">all</option>");
        foreach (var label in classes) html.Append($"<option value=\"{label}\">{details.Matches.Dataset.Classes[label]}</option>");
        html.Append($"</select></label> <label>error <select id=\"type\"><option value=\"\">all</option>");
        foreach (var type in errors.Select(static error => error.Type).Distinct().Order()) html.Append($"<option value=\"{type.ShortName()}\">{type.ShortName()}: {type.Meaning()}</option>");
        return html.Append($"</select></label> <span><b id=\"shown\">{shown.Count}</b> pictures</span></p>\n").ToHtml();
    }

    private static Html Card(DatasetMatches matches, WorstPicture picture, int number)
    {
        var errors = picture.Errors.Errors;
        var html = new HtmlBuilder().Append($"<article class=\"worst\"><h3>{matches.Dataset.Images[picture.Errors.Picture].FileName}</h3>");
        if (picture.Pixels is { } pixels)
        {
            var id = $"picture{number}";
            html.Append($"<div class=\"pair\"><figure>{MarkedPicture.Render(pixels, id, Annotated(matches, picture.Errors), "annotated objects")}<figcaption>annotated</figcaption></figure>")
                .Append($"<figure>{MarkedPicture.RenderAgain(pixels, id, Detected(matches, picture.Errors), "detected objects")}<figcaption>detected</figcaption></figure></div>");
        }

        html.Append($"<ol>");
        foreach (var error in errors.Take(MostListed))
            html.Append($"<li data-type=\"{error.Type.ShortName()}\" data-classes=\"{string.Join(' ', Classes(matches, error))}\"><b>{error.Type.ShortName()}</b> {Describe(matches, error)}</li>");
        html.Append($"</ol>");
        if (errors.Count > MostListed) html.Append($"<p class=\"note\">and {errors.Count - MostListed} more</p>");
        return html.Append($"</article>\n").ToHtml();
    }

    private static IEnumerable<PictureMark> Annotated(DatasetMatches matches, PictureErrors picture)
    {
        // An object that was not found has the number of the mistake about it: Miss, or the detection that is off or of another class.
        var numbers = Numbers(picture, static error => error.Truth);
        var found = matches.Detections.Where(d => d.Picture == picture.Picture && d.IsTrue).Select(static d => d.Truth).ToHashSet();
        for (var t = 0; t < matches.Truths.Count; t++)
        {
            if (matches.Truths[t].Picture != picture.Picture) continue;
            yield return found.Contains(t) ? new(matches.Truths[t].Box, MarkLook.Right) : new(matches.Truths[t].Box, MarkLook.Absent, numbers.GetValueOrDefault(t, ""));
        }
    }

    private static IEnumerable<PictureMark> Detected(DatasetMatches matches, PictureErrors picture)
    {
        var wrong = Numbers(picture, static error => error.Detection);
        for (var d = 0; d < matches.Detections.Count; d++)
        {
            if (matches.Detections[d].Picture != picture.Picture) continue;
            yield return new(matches.Detections[d].Box, matches.Detections[d].IsTrue ? MarkLook.Right : MarkLook.Wrong, wrong.GetValueOrDefault(d, ""));
        }
    }

    // The number of a mistake in its list, by what it is about.
    private static Dictionary<int, string> Numbers(PictureErrors picture, Func<DetectionError, int> about) => picture.Errors
        .Select((error, i) => (About: about(error), Number: PageNumbers.Count(i + 1))).Where(static pair => pair.About >= 0)
        .DistinctBy(static pair => pair.About).ToDictionary(static pair => pair.About, static pair => pair.Number);

    private static string Describe(DatasetMatches matches, DetectionError error)
    {
        string Class(int label) => matches.Dataset.Classes[label];
        if (error.Detection < 0) return $"{Class(matches.Truths[error.Truth].Label)}: {error.Type.Meaning()}";
        var detection = matches.Detections[error.Detection];
        var found = $"{Class(detection.Label)} {PageNumbers.Share(detection.Score)}: {error.Type.Meaning()}";
        return error.Truth < 0 ? found : $"{found}; {Class(matches.Truths[error.Truth].Label)}, IoU {PageNumbers.Share(error.Iou)}";
    }

    private static IEnumerable<int> Classes(DatasetMatches matches, DetectionError error)
    {
        var labels = new List<int>();
        if (error.Detection >= 0) labels.Add(matches.Detections[error.Detection].Label);
        if (error.Truth >= 0) labels.Add(matches.Truths[error.Truth].Label);
        return labels.Distinct();
    }
}
