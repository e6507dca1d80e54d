using System.Text.Json;
using Gannet.Evaluation.Results;

namespace Gannet.Evaluation.Tests.Results;

public sealed class DetectionsWriterTests
{
    private static readonly string[] s_classes = ["cat", "dog"];

    [Fact]
    public void Without_numbers_of_their_own_classes_are_counted_from_one()
    {
        using var stream = new MemoryStream();
        DetectionsWriter.Write(stream, [Image(0), Image(1)], s_classes);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal([1, 2], json.RootElement.EnumerateArray().Select(static row => row.GetProperty("category_id").GetInt32()));
        Assert.Equal(s_classes, json.RootElement.EnumerateArray().Select(static row => row.GetProperty("category").GetString()!));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    public void A_label_that_is_no_class_is_refused(int label) =>
        Assert.Contains($"label {label}", Assert.Throws<ArgumentException>(() => DetectionsWriter.Write(Stream.Null, [Image(label)], s_classes)).Message, StringComparison.Ordinal);

    // More than the writer holds before a flush.
    [Fact]
    public void Many_rows_are_all_written()
    {
        using var stream = new MemoryStream();
        DetectionsWriter.Write(stream, Enumerable.Repeat(Image(1), 3000), s_classes);
        using var json = JsonDocument.Parse(stream.ToArray());
        Assert.Equal(3000, json.RootElement.GetArrayLength());
    }

    [Fact]
    public void Rows_of_a_video_name_frame_time_and_track()
    {
        using var stream = new MemoryStream();
        DetectedObject[] two = [new(new(0, 0, 5, 5), 0, .5f), new(new(1, 1, 5, 5), 1, .5f)];
        DetectionsWriter.Write(
            stream,
            [
                new(13, "a.mp4", two) { Frame = new(12, TimeSpan.FromSeconds(12 / 29.97)) { TrackIds = [4, 0] } },
                new(14, "a.mp4", two[..1]) { Frame = new(13, TimeSpan.FromSeconds(13 / 29.97)) { TrackIds = [4], IsPredicted = true } },
                new(15, "a.mp4", two[..1]) { Frame = new(14, TimeSpan.Zero) },
            ],
            s_classes);
        using var json = JsonDocument.Parse(stream.ToArray());
        var rows = json.RootElement.EnumerateArray().ToList();
        Assert.Equal([12, 12, 13, 14], rows.Select(static row => row.GetProperty("frame").GetInt32()));
        Assert.Equal([0.4, 0.4, 0.434, 0], rows.Select(static row => row.GetProperty("time_s").GetDouble()));
        Assert.Equal([4, null, 4, null], rows.Select(static row => row.TryGetProperty("track_id", out var id) ? id.GetInt32() : (int?)null));
        Assert.Equal([false, false, true, false], rows.Select(static row => row.TryGetProperty("predicted", out _)));
    }

    private static ImageDetections Image(int label) => new(7, "7.jpg", [new(new(0, 0, 5, 5), label, .5f)]);
}
