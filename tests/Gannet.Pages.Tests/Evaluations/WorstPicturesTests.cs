using Gannet.Pages.Evaluations;

namespace Gannet.Pages.Tests.Evaluations;

public sealed class WorstPicturesTests
{
    [Fact]
    public void The_worst_come_first_and_every_kind_of_mistake_is_there()
    {
        var (dataset, detections) = MadeContent.Random(200, static p => $"/none/{p}.png", "a", "b", "c");
        var content = MadeContent.Of(dataset, detections);
        var shown = content.Pictures.Shown;
        Assert.InRange(shown.Count, 24, 60);
        Assert.Equal(shown.OrderByDescending(static p => p.Errors.Badness).Select(static p => p.Errors.Picture), shown.Select(static p => p.Errors.Picture));
        Assert.Equal(
            content.Details.Errors.Select(static e => e.Type).Distinct().Order(), shown.SelectMany(static p => p.Errors.Errors).Select(static e => e.Type).Distinct().Order());
    }

    [Fact]
    public void A_file_that_is_no_picture_is_a_reason_and_no_fault()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("0.png"), "no picture");
        var (dataset, detections) = MadeContent.Random(1, p => folder.File($"{p}.png"), "a");
        var pictures = MadeContent.Of(dataset, detections).Pictures;
        Assert.StartsWith("1 of 1 pictures are not drawn: ", pictures.Reason, StringComparison.Ordinal);
        Assert.Contains("0.png", pictures.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Reading_can_be_stopped()
    {
        var (dataset, detections) = MadeContent.Random(3, static p => $"/none/{p}.png", "a");
        var details = MadeContent.Of(dataset, detections).Details;
        Assert.Throws<OperationCanceledException>(() => WorstPictures.Read(details, new CancellationToken(canceled: true)));
    }
}
