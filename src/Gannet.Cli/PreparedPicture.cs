using Gannet.Detection.Images;
using Gannet.Vision.Pictures;

namespace Gannet.Cli;

/// <summary>A picture and what the network sees of it.</summary>
internal sealed record PreparedPicture(Picture Picture, PictureBatch Batch);
