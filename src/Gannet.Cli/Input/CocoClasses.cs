using System.Globalization;

namespace Gannet.Cli.Input;

/// <summary>COCO's classes by the 90 labels of torchvision's detectors; ten of the labels were never given to a class.</summary>
internal static class CocoClasses
{
    /// <summary>Their name in <c>--classes</c>.</summary>
    public const string Name = "coco";

    // In the order of COCO's category ids, from 1; a dash for an id without a class.
    private const string Ids =
        "person,bicycle,car,motorcycle,airplane,bus,train,truck,boat,traffic light,fire hydrant,-,stop sign,parking meter,bench,bird,cat,dog,"
        + "horse,sheep,cow,elephant,bear,zebra,giraffe,-,backpack,umbrella,-,-,handbag,tie,suitcase,frisbee,skis,snowboard,sports ball,kite,"
        + "baseball bat,baseball glove,skateboard,surfboard,tennis racket,bottle,-,wine glass,cup,fork,knife,spoon,bowl,banana,apple,sandwich,"
        + "orange,broccoli,carrot,hot dog,pizza,donut,cake,chair,couch,potted plant,bed,-,dining table,-,-,toilet,-,tv,laptop,mouse,remote,"
        + "keyboard,cell phone,microwave,oven,toaster,sink,refrigerator,-,book,clock,vase,scissors,teddy bear,hair drier,toothbrush";

    /// <summary>Class names by label; label 0 is COCO's id 1. An id without a class is called <c>unused 12</c> or similar.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Ids.Split(',').Select(static (name, k) => name == "-" ? string.Create(CultureInfo.InvariantCulture, $"unused {k + 1}") : name)];
}
