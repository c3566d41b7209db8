using UnityEngine;

namespace UnityEditor
{
    public sealed class Selection
    {
        static Object selected;

        public static Object activeObject
        {
            get { return selected; }
            set { selected = value; }
        }

        public static GameObject activeGameObject
        {
            get { return selected as GameObject; }
            set { selected = value; }
        }
    }
}
