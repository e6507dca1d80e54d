// Follows objects through a video and writes another with numbered boxes.  dotnet run samples/track-video.cs model.safetensors film.mp4 found.mp4
#:project ../src/Gannet.Detection/Gannet.Detection.csproj

using Gannet.Detection;
using Gannet.Imaging.Drawing;
using Gannet.Imaging.Video;
using Gannet.Kernels.Tracking;

if (args is not [var model, var source, var target])
{
    Console.Error.WriteLine("usage: dotnet run samples/track-video.cs MODEL VIDEO TARGET");
    return 2;
}

using var detector = Detector.Load(model);
using var video = new VideoReader(source);
using var written = new VideoWriter(target, video.Width, video.Height, video.FrameRate);
var tracker = new Tracker();
while (video.TryRead(out var frame))
{
    var found = detector.Detect(frame);
    var tracks = tracker.Update(found);

    // A track has a number once it was found three times in a row.
    BoxDrawer.DrawInPlace(frame, [.. found.Select((detection, k) => DrawnBox.Of(detection, detector.Classes) with { Text = $"#{tracks[k]?.Id} {detection.Class}" })]);
    written.Write(frame);
}

Console.WriteLine($"{tracker.ConfirmedCount} objects in {video.Position} frames at {video.FrameRate:F2} frames per second");
return 0;
