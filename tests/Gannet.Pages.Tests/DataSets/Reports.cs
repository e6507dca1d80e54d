using Gannet.Datasets.Statistics;
using Gannet.Datasets.Tests;
using Gannet.Evaluation.Doubts;
using Gannet.Pages.DataSets;

namespace Gannet.Pages.Tests.DataSets;

/// <summary>A report with something of everything, and names that look like markup.</summary>
internal static class Reports
{
    public const string Hostile = "<img src=x onerror=alert(1)>|*_\n[a](b)";

    public static DataReport Full()
    {
        var dataset = Scene.Dataset(
            2, Scene.Image(1, [.. Enumerable.Repeat(Scene.Object(10, 10, 50, 50), 30)]), Scene.Image(2, Scene.Object(10, 10, 50, 50), Scene.Object(10, 10, 50, 52, 1)))
        with
        { Classes = [Hostile, "cat"] };
        return new(dataset, DatasetStatistics.Compute(dataset))
        {
            Splits = [("train", 1), (Hostile, 1)],
            Shared = [new(Datasets.Checking.DataProblemKind.SharedPicture, "data", null, $"the splits share {Hostile}", "remove one", false)],
            Coinciding = Datasets.Checking.CoincidingBoxes.Find(dataset),
            Similar = [new("1.jpg", Hostile, 3, ("train", "val")), new("1.jpg", "3.jpg", 9, null)],
            Fit = new(Hostile, [new("cat", 10, 6, 5, 4, 1, [4, 5, 6])]) { Suggested = [(12, 15)], MeanIou = (.5, .75), Advice = "--set anchors.sizes=[[8]]" },
            Doubts = new(Hostile, dataset,
            [
                new(1, 0, DoubtKind.WrongClass, .93, new(10, 10, 50, 50), new(new(10, 10, 50, 50), 1, .97f)),
                new(1, null, DoubtKind.Missing, .9, new(60, 60, 90, 90), new(new(60, 60, 90, 90), 0, .5f)),
                new(1, 1, DoubtKind.BadlyPlaced, .4, new(10, 10, 50, 52), new(new(20, 10, 60, 52), 1, .5f)),
                new(0, 1, DoubtKind.NothingThere, .3, new(10, 10, 50, 50), null),
            ])
            { Pictures = [[1, 2, 3]] },
        };
    }

    /// <summary>A data set with nothing wrong.</summary>
    public static DataReport Sound()
    {
        var dataset = Scene.Dataset(1, Scene.Image(1, [.. Enumerable.Range(0, 30).Select(static k => Scene.Object(5 * k, 0, 5 * k + 4, 9))]));
        return new(dataset, DatasetStatistics.Compute(dataset)) { Similar = [] };
    }
}
