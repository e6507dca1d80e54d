namespace Gannet.Cli.Video;

/// <summary>Frames that go through detection together.</summary>
/// <param name="Frames">At least one, in order.</param>
/// <param name="Detect">Detects in all of them; null if they are not looked at.</param>
internal sealed record FrameGroup(IReadOnlyList<DecodedFrame> Frames, Func<IReadOnlyList<IReadOnlyList<DetectedObject>>>? Detect);

/// <summary>A frame before detection.</summary>
/// <param name="Number">Its number in the video, counted from 0.</param>
/// <param name="Time">Its time from the start of the video.</param>
/// <param name="Picture">Its pixels; null if nobody needs them.</param>
internal sealed record DecodedFrame(int Number, TimeSpan Time, Image? Picture);
