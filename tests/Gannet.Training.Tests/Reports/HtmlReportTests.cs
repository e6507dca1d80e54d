using System.Xml.Linq;
using Gannet.Evaluation;
using Gannet.Evaluation.Coco;
using Gannet.Training.Reports;

namespace Gannet.Training.Tests.Reports;

public sealed class HtmlReportTests
{
    [Fact]
    public void Shows_scores_curves_and_examples()
    {
        var html = HtmlReport.Render(Content());
        Assert.Contains("<b>0.625</b><span>AP</span>", html, StringComparison.Ordinal);
        Assert.Contains("<td>red cell</td><td>40</td><td>0.700", html, StringComparison.Ordinal);
        Assert.Contains("<td>small</td><td>–</td>", html, StringComparison.Ordinal);
        Assert.Contains("loss_classifier", html, StringComparison.Ordinal);
        Assert.Contains("src=\"../pictures/50%25%20grey.png\"", html, StringComparison.Ordinal);
        Assert.Equal(3, html.Split("<svg").Length - 1);
    }

    [Fact]
    public void Shows_classes_terms_layers_and_what_was_found_before()
    {
        var html = HtmlReport.Render(Content() with
        {
            Epochs =
            [
                new EpochScore(1, .3, .6)
                {
                    ByClass = new Dictionary<string, double> { ["red cell"] = .3 },
                    Losses = new Dictionary<string, double> { ["objectness"] = .2 },
                },
            ],
            Examples = [new ReportExample("examples/1.jpg", "one") { Before = "examples/1-before.jpg" }],
            Layers = new([new("rpn.head.conv.weight", [128, 128, 3, 3], 1e-4, .0123, .25)], [new("rpn", 1.5)]),
        });
        Assert.Contains("AP by class", html, StringComparison.Ordinal);
        Assert.Contains("Validation losses", html, StringComparison.Ordinal);
        Assert.Contains("<td>0.0001</td><td>0.0123</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>rpn.head.conv.weight</td>", html, StringComparison.Ordinal);
        Assert.Contains("<span>rpn</span>", html, StringComparison.Ordinal);
        Assert.True(html.IndexOf("1-before.jpg", StringComparison.Ordinal) < html.IndexOf("examples/1.jpg", StringComparison.Ordinal));
    }

    [Fact]
    public void Text_from_outside_cannot_become_markup()
    {
        const string Evil = "<script>alert('x')</script>\"'&";
        var html = HtmlReport.Render(Content() with
        {
            Title = Evil,
            Facts = [(Evil, Evil)],
            Steps = [new LossPoint(1, 1, 1, new Dictionary<string, double> { [Evil] = 1 }, 0.1)],
            Examples = [new ReportExample(Evil, Evil)],
        });
        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("://", html, StringComparison.Ordinal);
    }

    [Fact]
    public void The_body_is_well_formed()
    {
        var html = HtmlReport.Render(Content());
        var body = html[html.IndexOf("<body>", StringComparison.Ordinal)..html.IndexOf("</html>", StringComparison.Ordinal)];

        // Void elements are the only part of this HTML that is not valid XML.
        var images = System.Text.RegularExpressions.Regex.Replace(body, "<img ([^>]*)>", "<img $1/>");
        var curve = XDocument.Parse(images.Replace("loading=\"lazy\"", "", StringComparison.Ordinal)).Descendants("polyline").Last();
        Assert.Contains(',', curve.Attribute("points")!.Value);
    }

    [Fact]
    public void Nothing_to_show_is_a_page_too()
    {
        var html = HtmlReport.Render(new ReportContent { Title = "Empty" });
        Assert.Contains("<h1>Empty</h1>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Writes_one_file()
    {
        using var folder = new TemporaryFolder();
        var path = HtmlReport.Write(Content(), folder.File("report"));
        Assert.Equal([path], Directory.GetFiles(folder.File("report")));
    }

    private static ReportContent Content() => new()
    {
        Title = "Cells",
        Facts = [("preset", "faster-rcnn-resnet18-fpn"), ("pictures", "200")],
        Scores = new CocoScores
        {
            AP = .625,
            AP50 = .91,
            AP75 = .7,
            APs = -1,
            APm = .6,
            APl = .65,
            AR1 = .1,
            AR10 = .6,
            AR100 = .7,
            ARs = -1,
            ARm = .66,
            ARl = .7,
            PerClass = [new ClassScores("red cell", .7, .95, 40), new ClassScores("platelet", -1, -1, 0)],
        },
        Steps =
        [
            .. Enumerable.Range(1, 900).Select(static step => new LossPoint(
                step, step / 300, 2.0 / Math.Sqrt(step) + .3, new Dictionary<string, double> { ["loss_classifier"] = 1 / Math.Sqrt(step), ["loss_box"] = .3 }, .01)),
        ],
        Epochs = [new EpochScore(1, .3, .6), new EpochScore(2, .5, .8), new EpochScore(3, .625, .91)],
        Examples = [new ReportExample("../pictures/50% grey.png", "50% grey")],
    };
}
