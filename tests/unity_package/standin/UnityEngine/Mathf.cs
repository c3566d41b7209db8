using System;

namespace UnityEngine
{
    public struct Mathf
    {
        public const float Deg2Rad = (float)(Math.PI / 180);

        public static float Max(float a, float b)
        {
            return Math.Max(a, b);
        }

        public static float Min(float a, float b)
        {
            return Math.Min(a, b);
        }

        public static float Sin(float f)
        {
            return (float)Math.Sin(f);
        }

        public static float Tan(float f)
        {
            return (float)Math.Tan(f);
        }

        public static float Atan(float f)
        {
            return (float)Math.Atan(f);
        }
    }
}
