using System.Xml;
using System.Xml.Linq;
using Gannet.Serving.Problems;
using Microsoft.AspNetCore.Http;

namespace Gannet.Serving.LabelStudio;

/// <summary>What a project's labelling configuration says about boxes: where they go, and what the labels are called.</summary>
/// <param name="FromName">Name of the <c>RectangleLabels</c>.</param>
/// <param name="ToName">Name of the <c>Image</c>.</param>
/// <param name="DataKey">The member of a task's data that holds the picture.</param>
/// <param name="Labels">The labels, each with the classes that it stands for; empty for those of its own name.</param>
internal sealed record LabelConfig(string FromName, string ToName, string DataKey, IReadOnlyList<(string Label, IReadOnlyList<string> Classes)> Labels)
{
    private const int MostCharacters = 1 << 20;

    /// <summary>Reads a configuration.</summary>
    /// <exception cref="ProblemException">422: it is no XML, or has no boxes on a picture.</exception>
    public static LabelConfig Parse(string xml)
    {
        var root = Load(xml);
        var images = root.Descendants("Image").ToLookup(static image => Attribute(image, "name") ?? "");
        foreach (var boxes in root.DescendantsAndSelf("RectangleLabels"))
        {
            var target = (Attribute(boxes, "toName") ?? "").Split(',')[0].Trim();
            if (Attribute(boxes, "name") is not { } name || images[target].FirstOrDefault() is not { } image) continue;
            if (Attribute(image, "value") is not ['$', .. var key]) continue;
            return new(name, target, key, [.. boxes.Descendants("Label").Select(LabelOf).Where(static label => label.Label.Length > 0)]);
        }

        throw Wrong("has no <RectangleLabels> whose toName is that of an <Image value=\"$…\">");
    }

    /// <summary>The label for a class: the one that names it among its <c>predicted_values</c>, else the one with its name, in any case.</summary>
    /// <returns>Null if there is none: the class is then left out.</returns>
    public string? LabelFor(string className)
    {
        foreach (var (label, classes) in Labels)
        {
            if (classes.Contains(className)) return label;
        }

        return Labels.FirstOrDefault(entry => entry.Label.Equals(className, StringComparison.OrdinalIgnoreCase)).Label;
    }

    private static XElement Load(string xml)
    {
        try
        {
            using var reader = XmlReader.Create(new StringReader(xml), new()
            {
                DtdProcessing = DtdProcessing.Prohibit,
                XmlResolver = null,
                MaxCharactersInDocument = MostCharacters,
            });
            return XDocument.Load(reader).Root!;
        }
        catch (XmlException error)
        {
            throw Wrong($"is no XML: {error.Message.TrimEnd('.')}");
        }
    }

    private static (string Label, IReadOnlyList<string> Classes) LabelOf(XElement label) => (
        Attribute(label, "value") ?? "",
        (Attribute(label, "predicted_values") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));

    private static string? Attribute(XElement element, string name) => (string?)element.Attribute(name);

    private static ProblemException Wrong(string why) => new(StatusCodes.Status422UnprocessableEntity, $"The labelling configuration {why}.");
}
