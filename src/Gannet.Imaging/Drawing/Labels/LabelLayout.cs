using System.Globalization;

namespace Gannet.Imaging.Drawing.Labels;

/// <summary>
/// Finds a place for the label of each box: beside it, in its corner, else shortened, else a number that a legend explains. No label
/// covers another, nor more than a small share of a box.
/// </summary>
/// <remarks>Boxes with the least room choose first. Each takes the place that covers least of the others.</remarks>
internal sealed class LabelLayout
{
    // All labels together cover no more than these shares of a box: of another's, and of the label's own.
    internal const double MostOfOthers = 0.1, MostOfOwn = 0.25;

    // A corner of the own box costs as much as covering this share of the label's area with other boxes.
    private const double OwnCost = 0.35;

    // Beyond so many texts, scores are left out of the legend.
    private const int MostLegendTexts = 24;

    private readonly int _width, _height, _tabHeight;
    private readonly IReadOnlyList<LabelledBox> _boxes;
    private readonly Func<string, int> _tabWidth;
    private readonly long[] _coveredOf;
    private readonly List<PixelRectangle> _taken = [];

    private LabelLayout(int width, int height, IReadOnlyList<LabelledBox> boxes, Func<string, int> tabWidth, int tabHeight)
    {
        (_width, _height, _boxes, _tabWidth, _tabHeight) = (width, height, boxes, tabWidth, tabHeight);
        _coveredOf = new long[boxes.Count];
    }

    /// <summary>Plans the labels of a picture.</summary>
    /// <param name="width">Pixels across.</param>
    /// <param name="height">Pixels down.</param>
    /// <param name="boxes">The boxes, inside the picture.</param>
    /// <param name="tabWidth">Width of a label with a text.</param>
    /// <param name="tabHeight">Height of a label.</param>
    public static LabelPlan Plan(int width, int height, IReadOnlyList<LabelledBox> boxes, Func<string, int> tabWidth, int tabHeight) =>
        new LabelLayout(width, height, boxes, tabWidth, tabHeight).Plan();

    private LabelPlan Plan()
    {
        var texts = new PlacedLabel?[_boxes.Count];
        var (tabs, without) = (new PixelRectangle?[_boxes.Count], new List<int>());
        // Every number is as wide as the widest that may occur.
        var widest = new string('8', _boxes.Count.ToString(CultureInfo.InvariantCulture).Length);
        foreach (var box in Enumerable.Range(0, _boxes.Count).OrderBy(k => _boxes[k].Frame.Area))
        {
            texts[box] = Write(box);
            if (texts[box] is not null) continue;
            tabs[box] = Place(box, _tabWidth(widest));
            without.Add(box);
        }

        var legend = Legend(without, tabs);
        foreach (var (number, _, boxes) in legend)
        {
            foreach (var box in boxes)
            {
                if (tabs[box] is { } tab) texts[box] = new(box, tab, number!.Value.ToString(CultureInfo.InvariantCulture));
            }
        }

        return new([.. texts.OfType<PlacedLabel>()], legend);
    }

    private PlacedLabel? Write(int box)
    {
        foreach (var text in _boxes[box].Texts)
        {
            if (Place(box, _tabWidth(text)) is { } tab) return new(box, tab, text);
        }

        return null;
    }

    // One line for each text, numbered in the order in which a reader meets them; those that no number stands for come last.
    private List<LegendEntry> Legend(List<int> without, PixelRectangle?[] tabs)
    {
        var full = without.GroupBy(k => (_boxes[k].Label, _boxes[k].Full)).ToList();
        var groups = full.Count <= MostLegendTexts ? full : without.GroupBy(k => (_boxes[k].Label, _boxes[k].Name)).ToList();
        List<LegendEntry> legend = [];
        foreach (var group in groups.OrderBy(g => g.All(k => tabs[k] is null)).ThenBy(g => g.Min(k => _boxes[k].Frame.Top)).ThenBy(g => g.Min()))
            legend.Add(new(group.Any(k => tabs[k] is not null) ? legend.Count + 1 : null, group.Key.Item2, [.. group]));
        return legend;
    }

    private PixelRectangle? Place(int box, int width)
    {
        var (best, least) = ((PixelRectangle?)null, double.PositiveInfinity);
        foreach (var tab in Candidates(_boxes[box].Frame, width, _tabHeight))
        {
            if (Cost(box, tab) is { } cost && cost < least) (best, least) = (tab, cost);
            if (least == 0) break;
        }

        if (best is not { } chosen) return null;
        _taken.Add(chosen);
        for (var k = 0; k < _boxes.Count; k++) _coveredOf[k] += chosen.Common(_boxes[k].Frame);
        return chosen;
    }

    // Share of the label that covers other boxes, more in the own box; null where it must not stand.
    private double? Cost(int box, PixelRectangle tab)
    {
        if (tab.Left < 0 || tab.Top < 0 || tab.Right > _width || tab.Bottom > _height || _taken.Exists(tab.Meets)) return null;
        var (others, own) = (0L, tab.Common(_boxes[box].Frame));
        for (var k = 0; k < _boxes.Count; k++)
        {
            var (frame, common) = (_boxes[k].Frame, tab.Common(_boxes[k].Frame));
            if (common == 0) continue;
            if (_coveredOf[k] + common > (k == box ? MostOfOwn : MostOfOthers) * frame.Area) return null;
            if (k != box) others += common;
        }

        return (others + OwnCost * own) / tab.Area;
    }

    // Beside the box, flush with an edge or in the middle; then in its corners. Places that come first win if they are as good.
    private static IEnumerable<PixelRectangle> Candidates(PixelRectangle frame, int width, int height)
    {
        int[] across = [frame.Left, frame.Right - width, (frame.Left + frame.Right - width) / 2];
        int[] down = [frame.Top, frame.Bottom - height, (frame.Top + frame.Bottom - height) / 2];
        foreach (var top in (int[])[frame.Top - height, frame.Bottom])
        {
            foreach (var left in across) yield return At(left, top);
        }

        foreach (var left in (int[])[frame.Right, frame.Left - width])
        {
            foreach (var top in down) yield return At(left, top);
        }

        foreach (var top in down.Take(2))
        {
            foreach (var left in across.Take(2)) yield return At(left, top);
        }

        foreach (var left in (int[])[frame.Left - width, frame.Right])
        {
            foreach (var top in (int[])[frame.Top - height, frame.Bottom]) yield return At(left, top);
        }

        PixelRectangle At(int left, int top) => new(left, top, left + width, top + height);
    }
}
