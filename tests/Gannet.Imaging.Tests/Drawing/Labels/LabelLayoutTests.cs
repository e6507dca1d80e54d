using FsCheck;
using FsCheck.Fluent;
using Gannet.Imaging.Drawing;
using Gannet.Imaging.Drawing.Labels;

namespace Gannet.Imaging.Tests.Drawing.Labels;

public sealed class LabelLayoutTests
{
    private const int Width = 400, Height = 300, TabHeight = 14;

    private static int TabWidth(string text) => 8 * text.Length + 4;

    [Fact]
    public void A_box_in_free_space_has_its_whole_text_above_it()
    {
        var plan = Plan(Box(100, 100, 160, 150));
        Assert.Equal(new PlacedLabel(0, new(100, 86, 100 + TabWidth("red cell 97%"), 100), "red cell 97%"), Assert.Single(plan.Labels));
        Assert.Empty(plan.Legend);
    }

    [Fact]
    public void A_label_goes_where_it_hides_no_other_box()
    {
        // The second box takes all the space above the first.
        var plan = Plan(Box(100, 100, 160, 150), Box(60, 20, 300, 100));
        var tab = plan.Labels.Single(static l => l.Box == 0).Tab;
        Assert.Equal(0, tab.Common(new(60, 20, 300, 100)));
    }

    [Fact]
    public void Boxes_that_fill_the_picture_side_by_side_have_names_or_numbers()
    {
        // 40 boxes of 40 × 37 pixels without a gap: no text of 100 pixels has room, a number in the own corner has.
        var boxes = Enumerable.Range(0, 80).Select(static k => Box(k % 10 * 40, k / 10 * 37, k % 10 * 40 + 40, k / 10 * 37 + 37)).ToArray();
        var plan = Plan(boxes);
        Assert.NotEmpty(plan.Legend);
        Assert.Equal("red cell 97%", plan.Legend[0].Text);
        Assert.All(plan.Labels, static label => Assert.Equal("1", label.Text));
    }

    [Fact]
    public void A_long_legend_leaves_scores_out()
    {
        var boxes = Enumerable.Range(0, 80).Select(static k => Box(k % 10 * 40, k / 10 * 37, k % 10 * 40 + 40, k / 10 * 37 + 37) with
        {
            Texts = [$"red cell {k}%", "red cell"],
        }).ToArray();
        Assert.Equal("red cell", Assert.Single(Plan(boxes).Legend).Text);
    }

    [Fact]
    public void Every_box_has_a_label_or_a_line_of_the_legend() => Check.QuickThrowOnFailure(Prop.ForAll(Boxes(), static boxes =>
    {
        var plan = Plan(boxes);
        var numbers = plan.Legend.SelectMany(static entry => entry.Boxes).ToHashSet();
        return Enumerable.Range(0, boxes.Length).All(k => numbers.Contains(k) || plan.Labels.Any(label => label.Box == k && boxes[k].Texts.Contains(label.Text)));
    }));

    [Fact]
    public void Numbers_in_the_picture_are_those_of_the_legend() => Check.QuickThrowOnFailure(Prop.ForAll(Boxes(), static boxes =>
    {
        var plan = Plan(boxes);
        return plan.Legend.All(entry => entry.Boxes.All(k => plan.Labels.Where(l => l.Box == k).All(l => l.Text == $"{entry.Number}"))
            && (entry.Number is not null) == entry.Boxes.Any(k => plan.Labels.Any(l => l.Box == k)));
    }));

    [Fact]
    public void Labels_lie_inside_the_picture_and_not_on_each_other() => Check.QuickThrowOnFailure(Prop.ForAll(Boxes(), static boxes =>
    {
        var tabs = Plan(boxes).Labels.Select(static l => l.Tab).ToArray();
        return Array.TrueForAll(tabs, static t => t is { Left: >= 0, Top: >= 0, Right: <= Width, Bottom: <= Height })
            && tabs.Index().All(one => tabs.Index().All(two => one.Index == two.Index || !one.Item.Meets(two.Item)));
    }));

    [Fact]
    public void All_labels_together_hide_a_tenth_of_a_box_and_a_quarter_with_its_own() => Check.QuickThrowOnFailure(Prop.ForAll(Boxes(), static boxes =>
    {
        var labels = Plan(boxes).Labels;
        return boxes.Index().All(box =>
        {
            var (others, own) = (Hidden(box.Item, labels.Where(l => l.Box != box.Index)), Hidden(box.Item, labels));
            return others <= .1 * box.Item.Frame.Area || own <= .25 * box.Item.Frame.Area && labels.Any(l => l.Box == box.Index);
        });
    }));

    private static long Hidden(LabelledBox box, IEnumerable<PlacedLabel> labels) => labels.Sum(l => l.Tab.Common(box.Frame));

    private static LabelPlan Plan(params LabelledBox[] boxes) => LabelLayout.Plan(Width, Height, boxes, TabWidth, TabHeight);

    private static LabelledBox Box(int left, int top, int right, int bottom) => new(new(left, top, right, bottom), 0, (0, 0, 0), ["red cell 97%", "red cell"]);

    // Up to forty boxes of all sizes, many of them overlapping.
    private static Arbitrary<LabelledBox[]> Boxes()
    {
        var box = from left in Gen.Choose(0, Width - 1)
                  from top in Gen.Choose(0, Height - 1)
                  from width in Gen.Choose(1, 120)
                  from height in Gen.Choose(1, 120)
                  from label in Gen.Choose(0, 3)
                  select new LabelledBox(
                      new(left, top, Math.Min(Width, left + width), Math.Min(Height, top + height)), label, (0, 0, 0), [$"class {label} {width}%", $"class {label}"]);
        return Gen.Choose(0, 40).SelectMany(count => box.ArrayOf(count)).ToArbitrary();
    }
}
