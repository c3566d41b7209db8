using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using UnityEngine.SceneManagement;

namespace UnityEngine
{
    public sealed class GameObject : Object
    {
        internal readonly List<Component> Components = new List<Component>();

        public GameObject() : this("New Game Object")
        {
        }

        public GameObject(string name)
        {
            this.name = name;
            activeSelf = true;
            if (!World.IsRestoring)
            {
                AddComponent(typeof(Transform));
            }
        }

        public Transform transform
        {
            get { return (Transform)Components[0]; }
        }

        public bool activeSelf { get; internal set; }

        public bool activeInHierarchy
        {
            get { return activeSelf && (transform.parent == null || transform.parent.gameObject.activeInHierarchy); }
        }

        public Scene scene
        {
            get { return SceneManager.GetActiveScene(); }
        }

        public void SetActive(bool value)
        {
            activeSelf = value;
        }

        public T AddComponent<T>() where T : Component
        {
            return (T)AddComponent(typeof(T));
        }

        public Component AddComponent(Type componentType)
        {
            const BindingFlags Any = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;
            var component = (Component)Activator.CreateInstance(componentType, Any, null, null, null);
            component.gameObject = this;
            component.name = name;
            Components.Add(component);
            return component;
        }

        public T GetComponent<T>()
        {
            return Components.OfType<T>().FirstOrDefault();
        }

        public Component GetComponent(Type type)
        {
            return Components.FirstOrDefault(type.IsInstanceOfType);
        }

        public T[] GetComponentsInChildren<T>()
        {
            IEnumerable<Transform> below = Enumerable.Range(0, transform.childCount).Select(transform.GetChild);
            IEnumerable<T> found = Components.OfType<T>().Concat(below.SelectMany(each => each.gameObject.GetComponentsInChildren<T>()));
            return activeInHierarchy ? found.ToArray() : new T[0];
        }

        public Component[] GetComponents(Type type)
        {
            return Components.Where(type.IsInstanceOfType).ToArray();
        }

        public static GameObject Find(string name)
        {
            return World.All().OfType<GameObject>().FirstOrDefault(each => each.name == name);
        }
    }
}
